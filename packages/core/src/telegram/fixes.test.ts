import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import { endClient } from './fixes.js';
import { Gate } from './guard/gate.js';
import { newState, type Client, type Sender } from './internals.js';
import { telegram, telegramModule } from './library.js';
import { bareClient, newSender, receive, setConnected, smuggle, waitsForAnswer } from './test-sender.js';

const SETTINGS = { TG_API_ID: 1, TG_API_HASH: 'abcdefgh', TG_DEVICE_MODEL: '', TG_PROXY_URL: '' };

interface Watched {
  readonly client: Client;
  readonly sender: Sender;
  readonly log: string[];
  wanted: boolean;
}

const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) endClient(client, new Error('the test is over'));
});

/** A client with a connection of the library's that leads nowhere. */
function watched(): Watched {
  const log: string[] = [];
  const is = { wanted: false };
  const client = createClient(SETTINGS, 'test', '', {
    gate: new Gate(new Set(['updates.getState'])),
    died: (error) => void log.push(`died: ${error.message}`),
    keyUnknown: () => void log.push('key unknown'),
    wanted: () => is.wanted,
    serverTime: () => undefined,
  });
  open.push(client);
  const sender = newSender(bareClient(client));
  return {
    client,
    sender,
    log,
    get wanted() {
      return is.wanted;
    },
    set wanted(value) {
      is.wanted = value;
    },
  };
}

describe('the mended client library', () => {
  it('does not let an error in a packet take the other answers of that packet with it', async () => {
    const { sender } = watched();
    const { Api, helpers } = telegram();
    const { RPCResult, MessageContainer } = telegramModule('tl/core/index.js') as {
      RPCResult: new (id: unknown, body: Buffer | undefined, error: unknown) => unknown;
      MessageContainer: new () => object;
    };
    const [first, second] = [newState(new Api.updates.GetState()), newState(new Api.updates.GetState())];
    waitsForAnswer(sender, '1', first);
    waitsForAnswer(sender, '2', second);
    const state = new Api.updates.State({ pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5 });
    const error = new Api.RpcError({ errorCode: 400, errorMessage: 'BAD' });
    const id = (value: number) => helpers.returnBigInt(value);
    const messages = [
      { msgId: id(11), obj: new RPCResult(id(1), undefined, error) },
      { msgId: id(12), obj: new RPCResult(id(2), state.getBytes(), undefined) },
    ];
    const container = { msgId: id(10), obj: Object.assign(new MessageContainer(), { messages }) };
    const done = receive(sender, container);
    await expect(first.promise).rejects.toMatchObject({ errorMessage: 'BAD' });
    await expect(second.promise).resolves.toMatchObject({ pts: 1, unreadCount: 5 });
    await done;
  });

  it('tells when Telegram does not know the key', () => {
    const { sender, log } = watched();
    sender['_handleBadAuthKey']();
    expect(log).toEqual(['key unknown']);
  });

  it('gives a lost connection up when nobody waits for an answer', () => {
    const { sender, log } = watched();
    setConnected(sender);
    sender.reconnect();
    expect(log).toEqual(['died: the connection was lost']);
    expect(sender.isReconnecting).toBe(false);
  });

  it('makes a lost connection anew while somebody waits', () => {
    // The attempt itself comes a second later and is not of interest here.
    vi.useFakeTimers();
    const bench = watched();
    bench.wanted = true;
    setConnected(bench.sender);
    bench.sender.reconnect();
    expect(bench.sender.isReconnecting).toBe(true);
    vi.useRealTimers();
  });

  it('keeps nothing of updates and answers', async () => {
    const { client, sender } = watched();
    const { Api } = telegram();
    const user = new Api.User({
      id: telegram().helpers.returnBigInt(5),
      accessHash: telegram().helpers.returnBigInt(6),
    });
    const update = new Api.Updates({ updates: [], users: [user], chats: [], date: 1, seq: 1 });
    await receive(sender, { msgId: telegram().helpers.returnBigInt(1), obj: update });
    client.session.processEntities(update);
    expect((client.session as unknown as { _entities: Set<unknown> })['_entities'].size).toBe(0);
  });

  it('leaves no request waiting when a client is ended', async () => {
    const { client, sender } = watched();
    const { Api } = telegram();
    const queued = newState(new Api.updates.GetState());
    const sent = newState(new Api.updates.GetState());
    smuggle(sender, queued);
    waitsForAnswer(sender, '9', sent);
    (client as unknown as { _sender: Sender })['_sender'] = sender;
    endClient(client, new Error('ended'));
    await expect(queued.promise).rejects.toThrow('ended');
    await expect(sent.promise).rejects.toThrow('ended');
    expect(sender['_retries']).toBe(0);
  });
});
