import type { Api } from 'telegram';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../client.js';
import { endClient } from '../fixes.js';
import { newState, type Client, type Sender, type State } from '../internals.js';
import { telegram, telegramModule } from '../library.js';
import { READ_METHODS } from '../read-methods.js';
import { Gate } from './gate.js';
import { waitingStates } from '../sender-queue.js';
import { bareClient, newSender, runSendLoop, smuggle } from '../test-sender.js';
import { WRITING_MEMBERS } from './client-proxy.js';
import { bindGate, watchClient } from './watch.js';

const { Api: Tl, helpers } = telegram();

/** A client whose connection goes nowhere: what would be encrypted and sent is written down instead. */
interface Dry {
  readonly client: Client;
  /** The client that the library's own objects hold. */
  readonly bare: object;
  readonly sender: Sender;
  readonly gate: Gate;
  readonly died: Error[];
}

const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) endClient(client, new Error('the test is over'));
});

function dryClient(): Dry {
  const gate = new Gate(new Set(Object.keys(READ_METHODS)));
  const died: Error[] = [];
  const watch = {
    gate,
    died: (error: Error) => void died.push(error),
    keyUnknown: () => undefined,
    wanted: () => false,
    serverTime: () => undefined,
  };
  const client = createClient(
    { TG_API_ID: 1, TG_API_HASH: 'abcdefgh', TG_DEVICE_MODEL: '', TG_PROXY_URL: '' },
    'test',
    '',
    watch,
  );
  open.push(client);
  const bare = bareClient(client);
  const sender = newSender(bare);
  bindGate(sender);
  return { client, bare, sender, gate, died };
}

function write(): Api.AnyRequest {
  return new Tl.messages.SendMessage({
    peer: new Tl.InputPeerSelf(),
    message: 'hello',
    randomId: helpers.returnBigInt(7),
  });
}

const silent = (): void => undefined;
const emptyBuffer = { write: () => undefined };

describe('the client library under guard', () => {
  it('refuses a write at the early gates, promptly and by name', async () => {
    const { sender } = dryClient();
    await expect(sender.send(write())).rejects.toMatchObject({
      name: 'GuardRefusal',
      method: 'messages.sendMessage',
    });
    expect(() => sender.addStateToQueue(newState(write()))).toThrow('messages.sendMessage');
    expect(waitingStates(sender).size).toBe(0);
  });

  it('refuses a forged request with the name of a read and the bytes of a write', async () => {
    const { sender } = dryClient();
    const forged = {
      request: { className: 'messages.GetHistory', classType: 'request', CONSTRUCTOR_ID: 0x4423e6c5 },
      data: write().getBytes(),
    } as unknown as State;
    expect(() => sender.addStateToQueue(forged)).toThrow('messages.sendMessage');
    const state = sender['_state'];
    await expect(state.writeDataAsMessage(emptyBuffer, forged.data, true)).rejects.toMatchObject({
      name: 'GuardRefusal',
      method: 'messages.sendMessage',
    });
  });

  it('writes exactly what was checked, even if the bytes are changed meanwhile', async () => {
    const { sender, gate } = dryClient();
    const bytes = new Tl.updates.GetState().getBytes();
    gate.enter({ id: 1, method: 'updates.getState', open: true }, bytes);
    const written: Buffer[] = [];
    const writing = sender['_state'].writeDataAsMessage(
      { write: (part: Buffer) => written.push(part) },
      bytes,
      true,
    );
    bytes.fill(0);
    await writing;
    expect(Buffer.concat(written).subarray(-4)).toEqual(new Tl.updates.GetState().getBytes());
  });

  it('encrypts nothing that it would not have written, and ends the client that would', async () => {
    const { sender, died } = dryClient();
    const message = Buffer.concat([Buffer.alloc(16), write().getBytes()]);
    const state = sender['_state'];
    await expect(state.encryptMessageData(message)).rejects.toMatchObject({ method: 'messages.sendMessage' });
    expect(died).toMatchObject([{ name: 'GuardRefusal', method: 'messages.sendMessage' }]);
    await expect(state.encryptMessageData(Buffer.alloc(12))).rejects.toMatchObject({ name: 'GuardRefusal' });
  });

  it('lets a connection without a guarded client send nothing at all', async () => {
    const { MTProtoState } = telegramModule('network/MTProtoState.js') as {
      MTProtoState: new (key: undefined, log: undefined) => Sender['_state'];
    };
    const ping = new Tl.Ping({ pingId: helpers.returnBigInt(1) }).getBytes();
    const state = new MTProtoState(undefined, undefined);
    await expect(state.writeDataAsMessage(emptyBuffer, ping, true)).rejects.toMatchObject({
      name: 'GuardRefusal',
    });
  });

  it('refuses what was put into the queue behind the early gates, and ends the client', async () => {
    const { sender, died } = dryClient();
    const state = newState(write());
    state.promise.catch(() => undefined);
    smuggle(sender, state);
    await runSendLoop(sender);
    expect(waitingStates(sender)).toContain(state);
    expect(died).toMatchObject([{ name: 'GuardRefusal', method: 'messages.sendMessage' }]);
  });

  it('refuses every writing member of the client by name', async () => {
    const { client } = dryClient();
    const named =
      'deleteMessages editMessage forwardMessages inlineQuery invoke invokeWithSender kickParticipant markAsRead pinMessage sendCode sendFile sendMessage signInBot signInUser signInUserWithQrCode signInWithPassword start unpinMessage updateTwoFaSettings uploadFile';
    expect([...WRITING_MEMBERS].toSorted().join(' ')).toBe(named);
    for (const name of WRITING_MEMBERS) {
      const member = (client as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
      expect(member, name).toBeTypeOf('function');
      await expect(member?.({}), name).rejects.toMatchObject({
        name: 'GuardRefusal',
        method: `client.${name}`,
      });
    }
  });

  it('cannot be given another gate', () => {
    const { bare, gate } = dryClient();
    const watch = { gate, died: silent, keyUnknown: silent, wanted: () => false, serverTime: silent };
    expect(() => watchClient(bare, watch)).toThrow('guarded already');
  });
});
