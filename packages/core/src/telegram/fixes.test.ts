import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import { endClient } from './fixes.js';
import { Gate } from './guard/gate.js';
import { newState, type Client, type Sender } from './internals.js';
import { telegram, telegramModule } from './library.js';

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
  const event: { client?: object } = {};
  (client as unknown as { addEventHandler(call: () => void, event: object): void }).addEventHandler(
    () => undefined,
    event,
  );
  const { MTProtoSender } = telegramModule('network/index.js') as {
    MTProtoSender: new (key: undefined, options: object) => Sender;
  };
  const logger = new (telegram().Logger)('none' as never);
  const sender = new MTProtoSender(undefined, {
    logger,
    client: event.client,
    dcId: 2,
    isMainSender: true,
    _exportedSenderPromises: new Map(),
  });
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

/** The library's list of requests that wait for an answer. */
type Waiting = { set(id: string, state: unknown): void };

describe('the mended client library', () => {
  it('does not let an error in a packet take the other answers of that packet with it', async () => {
    const { sender } = watched();
    const { Api, helpers } = telegram();
    const { RPCResult, MessageContainer } = telegramModule('tl/core/index.js') as {
      RPCResult: new (id: unknown, body: Buffer | undefined, error: unknown) => unknown;
      MessageContainer: { readonly CONSTRUCTOR_ID: number };
    };
    const [first, second] = [newState(new Api.updates.GetState()), newState(new Api.updates.GetState())];
    const waiting = sender['_pendingState'] as unknown as Waiting;
    waiting.set('1', first);
    waiting.set('2', second);
    const state = new Api.updates.State({ pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5 });
    const error = new Api.RpcError({ errorCode: 400, errorMessage: 'BAD' });
    const id = (value: number) => helpers.returnBigInt(value);
    const messages = [
      { msgId: id(11), obj: new RPCResult(id(1), undefined, error) },
      { msgId: id(12), obj: new RPCResult(id(2), state.getBytes(), undefined) },
    ];
    const handlers = (
      sender as unknown as { _handlers: Record<string, (message: unknown) => Promise<void>> }
    )['_handlers'];
    const done = handlers[String(MessageContainer.CONSTRUCTOR_ID)]?.({ obj: { messages } });
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
    sender['_userConnected'] = true;
    sender.reconnect();
    expect(log).toEqual(['died: the connection was lost']);
    expect(sender.isReconnecting).toBe(false);
  });

  it('makes a lost connection anew while somebody waits', () => {
    // The attempt itself comes a second later and is not of interest here.
    vi.useFakeTimers();
    const bench = watched();
    bench.wanted = true;
    bench.sender['_userConnected'] = true;
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
    await sender['_handleUpdate']({ obj: update });
    client.session.processEntities(update);
    expect((client.session as unknown as { _entities: Set<unknown> })['_entities'].size).toBe(0);
  });

  it('leaves no request waiting when a client is ended', async () => {
    const { client, sender } = watched();
    const { Api } = telegram();
    const queued = newState(new Api.updates.GetState());
    const sent = newState(new Api.updates.GetState());
    (sender['_sendQueue'] as unknown as { append(state: unknown): void }).append(queued);
    (sender['_pendingState'] as unknown as Waiting).set('9', sent);
    (client as unknown as { _sender: Sender })['_sender'] = sender;
    endClient(client, new Error('ended'));
    await expect(queued.promise).rejects.toThrow('ended');
    await expect(sent.promise).rejects.toThrow('ended');
    expect(sender['_retries']).toBe(0);
  });
});
