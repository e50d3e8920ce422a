import { createRequire } from 'node:module';
import { MemoryStorage, TcpTransport, TelegramClient } from '@mtcute/node';
import { NodeCryptoProvider, addPublicKey } from '@mtcute/node/utils.js';
import type * as Successor from 'teleproto';
import type * as Logging from 'teleproto/extensions/Logger.js';
import type * as Sessions from 'teleproto/sessions/index.js';
import { emulatorTransport, type Emulator } from '@tgmcp/emulator';
import { GROUP } from '../../../support/small-world.js';
import type { Participant } from './participant.js';

const load = createRequire(import.meta.url);

/** teleproto as it is published; the preload leads it. It has no deadline for a call. */
export async function teleprotoParticipant(emulator: Emulator, account: bigint): Promise<Participant> {
  const { Api, TelegramClient } = load('teleproto') as typeof Successor;
  const { StringSession } = load('teleproto/sessions/index.js') as typeof Sessions;
  const { Logger, LogLevel } = load('teleproto/extensions/Logger.js') as typeof Logging;
  const client = new TelegramClient(new StringSession(emulator.mintSession(account)), 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
    retryDelay: 20,
    connectionRetries: 1000,
  });
  client.onError = async () => undefined;
  await client.connect();
  const peer = GROUP.username;
  await client.getInputEntity(peer);
  return {
    name: 'teleproto',
    account,
    async run(errand) {
      switch (errand.kind) {
        case 'state':
          await client.invoke(new Api.updates.GetState());
          return undefined;
        case 'history':
          await client.getMessages(peer, { limit: 20 });
          return undefined;
        case 'send':
          return (await client.sendMessage(peer, { message: errand.text })).id;
        case 'edit':
          await client.editMessage(peer, { message: errand.id, text: errand.text });
          return undefined;
        default:
          await client.deleteMessages(peer, [errand.id], { revoke: true });
          return undefined;
      }
    },
    close: () => client.destroy(),
  };
}

/** mtcute as it is published. It has no deadline for a call either, unless one is given each time. */
export async function mtcuteParticipant(emulator: Emulator, account: bigint): Promise<Participant> {
  addPublicKey(new NodeCryptoProvider(), emulator.publicKeyPem);
  const client = new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    transport: emulatorTransport(emulator, new TcpTransport()),
    logLevel: 0,
  });
  client.onError.add(() => undefined);
  await client.importSession(emulator.mintSession(account, undefined, 'mtcute'));
  await client.connect();
  const peer = await client.resolvePeer(GROUP.username);
  return {
    name: 'mtcute',
    account,
    async run(errand) {
      switch (errand.kind) {
        case 'state':
          await client.call({ _: 'updates.getState' });
          return undefined;
        case 'history':
          await client.getHistory(peer, { limit: 20 });
          return undefined;
        case 'send':
          return (await client.sendText(peer, errand.text)).id;
        case 'edit':
          await client.editMessage({ chatId: peer, message: errand.id, text: errand.text });
          return undefined;
        default:
          await client.deleteMessagesById(peer, [errand.id]);
          return undefined;
      }
    },
    close: () => client.destroy(),
  };
}
