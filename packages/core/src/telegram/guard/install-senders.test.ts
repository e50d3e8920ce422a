import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../client.js';
import { endClient } from '../fixes.js';
import { newState, type Client, type Sender } from '../internals.js';
import { telegram } from '../library.js';
import { waitingStates } from '../sender-queue.js';
import { bareClient, newSender, runSendLoop, setConnected, smuggle } from '../test-sender.js';
import { Gate } from './gate.js';
import { bindGate, watchOf, watchOfState } from './watch.js';

const { Api, helpers } = telegram();
const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) endClient(client, new Error('the test is over'));
});

interface Watched {
  readonly sender: Sender;
  readonly gate: Gate;
  readonly log: string[];
}

/** A connection of a guarded client, before it is connected. */
function watched(): Watched {
  const log: string[] = [];
  const gate = new Gate(new Set(['updates.getState']));
  const client = createClient(
    { TG_API_ID: 1, TG_API_HASH: 'abcdefgh', TG_DEVICE_MODEL: '', TG_PROXY_URL: '' },
    'test',
    '',
    {
      gate,
      died: (error) => void log.push(`died: ${error.message}`),
      keyUnknown: () => undefined,
      wanted: () => false,
      serverTime: (seconds) => void log.push(`server time: ${seconds}`),
    },
  );
  open.push(client);
  return { sender: newSender(bareClient(client)), gate, log };
}

function ping(): Buffer {
  return new Api.Ping({ pingId: helpers.returnBigInt(1) }).getBytes();
}

function message(body: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(16), body]);
}

const emptyBuffer = { write: () => undefined };
const REFUSED = { name: 'GuardRefusal', method: 'ping', why: 'not listed' };

/** The requests that wait in a connection. */
function waiting(sender: Sender): { readonly resolve: (answer: unknown) => void }[] {
  return [...waitingStates(sender)] as unknown as { resolve: (answer: unknown) => void }[];
}

describe('a connection whose client nobody watches over', () => {
  it.each([
    ['a client', {}],
    ['no client', undefined],
    ['null', null],
    ['a name', 'client'],
  ])('with %s sends nothing, not even what keeps a connection', async (_, client) => {
    const sender = newSender({});
    Object.assign(sender, { _client: client });
    bindGate(sender);
    expect(watchOf(sender)).toBeUndefined();
    expect(watchOfState(sender['_state'])).toBeUndefined();
    const request = new Api.Ping({ pingId: helpers.returnBigInt(1) });
    await expect(sender.send(request)).rejects.toMatchObject(REFUSED);
    expect(() => sender.addStateToQueue(newState(request))).toThrow('ping may not be sent: not listed');
    expect(waiting(sender)).toEqual([]);
    const state = sender['_state'];
    await expect(state.writeDataAsMessage(emptyBuffer, ping(), true)).rejects.toMatchObject(REFUSED);
    await expect(state.encryptMessageData(message(ping()))).rejects.toMatchObject(REFUSED);
  });

  it('has the loop that sends of its library, and no other', () => {
    const { _sendLoop: ours, _writeLoop: forks } = newSender({});
    expect([ours, forks].filter((loop) => loop !== undefined)).toHaveLength(1);
  });

  it('ends itself when it would have sent, and rejects whoever waits', async () => {
    const sender = newSender({});
    const state = newState(new Api.updates.GetState());
    smuggle(sender, state);
    await runSendLoop(sender);
    expect(sender.userDisconnected).toBe(true);
    expect(waiting(sender)).toEqual([]);
    await expect(state.promise).rejects.toMatchObject({ name: 'GuardRefusal', method: 'updates.getState' });
  });
});

describe('a connection of a guarded client', () => {
  it('is under its gate from the moment it connects', async () => {
    const { sender } = watched();
    const state = sender['_state'];
    await expect(state.writeDataAsMessage(emptyBuffer, ping(), true)).rejects.toMatchObject(REFUSED);
    setConnected(sender);
    await sender.connect({}, false).catch(() => undefined);
    await expect(state.writeDataAsMessage(emptyBuffer, ping(), true)).resolves.toBeDefined();
  });

  it('takes what its gate admits, and what is encrypted has then left', async () => {
    const { sender, gate } = watched();
    bindGate(sender);
    const request = new Api.updates.GetState();
    const pass = gate.enter({ id: 1, method: 'updates.getState', open: true }, request.getBytes());
    sender.addStateToQueue(newState(request));
    expect(waiting(sender)).toHaveLength(1);
    await sender['_state'].writeDataAsMessage(emptyBuffer, request.getBytes(), true);
    expect(pass.left).toBe(false);
    // Without a key it waits for one for ever; the gate has let it go by then.
    sender['_state'].encryptMessageData(message(request.getBytes())).catch(() => undefined);
    expect(pass.left).toBe(true);
  });

  it('tells nobody the time when its client is gone', async () => {
    const { sender, log } = watched();
    setConnected(sender);
    const asked = sender.send(new Api.help.GetConfig());
    Object.assign(sender, { _client: {} });
    const config = Object.create(Api.Config.prototype) as object;
    waiting(sender)[0]?.resolve(config);
    await expect(asked).resolves.toBe(config);
    expect(log).toEqual([]);
  });

  it("hands answers on, and tells Telegram's time when one says it", async () => {
    const { sender, gate, log } = watched();
    setConnected(sender);
    const config = Object.assign(Object.create(Api.Config.prototype) as object, { date: 1_790_000_000 });
    const asked = sender.send(new Api.help.GetConfig());
    waiting(sender)[0]?.resolve(config);
    await expect(asked).resolves.toBe(config);
    expect(log).toEqual(['server time: 1790000000']);
    gate.enter({ id: 1, method: 'updates.getState', open: true }, new Api.updates.GetState().getBytes());
    const other = sender.send(new Api.updates.GetState());
    waiting(sender).at(-1)?.resolve({ date: 5 });
    await expect(other).resolves.toEqual({ date: 5 });
    expect(log).toHaveLength(1);
  });

  it('ends its client with whatever its loop ends with', async () => {
    const { sender, log } = watched();
    bindGate(sender);
    smuggle(sender, newState(new Api.updates.GetState()));
    sender['_state'].writeDataAsMessage = () => Promise.reject('no error at all');
    await runSendLoop(sender);
    expect(log).toEqual(['died: no error at all']);
  });
});
