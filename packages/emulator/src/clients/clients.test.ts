import { createRequire } from 'node:module';
import {
  IntermediatePacketCodec,
  MemoryStorage,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
  TcpTransport,
  TelegramClient,
} from '@mtcute/node';
import type { IPacketCodec } from '@mtcute/node';
import { NodeCryptoProvider, addPublicKey } from '@mtcute/node/utils.js';
import type * as Telegram from 'telegram';
import type * as Sessions from 'telegram/sessions/index.js';
import type * as Extensions from 'telegram/extensions/index.js';
import type * as Logging from 'telegram/extensions/Logger.js';
import type * as Rsa from 'telegram/crypto/RSA.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../server/index.js';
import type { Emulator } from '../server/index.js';
import { createWorld } from '../world/index.js';
import { emulatorSocket, emulatorTransport, trustEmulator } from './index.js';

/* Each library as it is published, in this process, without the preload: with a handshake and with a minted session. */

const ANN = 7001n;
const load = createRequire(import.meta.url);
let emulator: Emulator;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+10000007001', code: '11111', firstName: 'Ann' });
  emulator = await startEmulator({ world });
  const crypto = new NodeCryptoProvider();
  addPublicKey(crypto, emulator.publicKeyPem);
});

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  expect(emulator.protocolErrors).toEqual([]);
  expect(emulator.unimplemented).toEqual([]);
});

afterAll(async () => {
  await emulator.stop();
});

describe('mtcute', () => {
  function client(codec: () => IPacketCodec): TelegramClient {
    class Transport extends TcpTransport {
      override packetCodec = codec as () => IntermediatePacketCodec;
    }
    const made = new TelegramClient({
      apiId: 1,
      apiHash: 'hash',
      storage: new MemoryStorage(),
      transport: emulatorTransport(emulator, new Transport()),
      disableUpdates: true,
      logLevel: 0,
    });
    ends.push(async () => made.destroy());
    return made;
  }

  it.each([
    ['intermediate', () => new IntermediatePacketCodec()],
    ['padded intermediate', () => new PaddedIntermediatePacketCodec()],
    ['obfuscated', () => new ObfuscatedPacketCodec(new PaddedIntermediatePacketCodec())],
  ])('shakes hands and logs in over the %s transport', async (_name, codec) => {
    const ann = client(codec);
    const me = await ann.start({ phone: '+10000007001', code: '11111', codeSentCallback: () => {} });
    expect(me.firstName).toBe('Ann');
  });

  it('takes a minted session', async () => {
    const ann = client(() => new IntermediatePacketCodec());
    await ann.importSession(emulator.mintSession(ANN, undefined, 'mtcute'));
    expect((await ann.getMe()).id).toBe(Number(ANN));
  });
});

describe.each(['telegram', 'teleproto'] as const)('%s', (library) => {
  async function connect(session: string) {
    const { TelegramClient: Client } = load(library) as typeof Telegram;
    const { StringSession } = load(`${library}/sessions`) as typeof Sessions;
    const { PromisedNetSockets } = load(`${library}/extensions`) as typeof Extensions;
    const { Logger, LogLevel } = load(`${library}/extensions/Logger.js`) as typeof Logging;
    const { _serverKeys } = load(`${library}/crypto/RSA.js`) as typeof Rsa;
    trustEmulator(_serverKeys);
    const client = new Client(new StringSession(session), 1, 'hash', {
      networkSocket: emulatorSocket(emulator, PromisedNetSockets),
      baseLogger: new Logger(LogLevel.NONE),
    });
    ends.push(async () => client.destroy());
    await client.connect();
    return client;
  }

  it('shakes hands and logs in', async () => {
    const { Api } = load(library) as typeof Telegram;
    const client = await connect('');
    const settings = new Api.CodeSettings({});
    const phoneNumber = '+10000007001';
    const sent = await client.invoke(
      new Api.auth.SendCode({ phoneNumber, apiId: 1, apiHash: 'hash', settings }),
    );
    const { phoneCodeHash } = sent as InstanceType<typeof Api.auth.SentCode>;
    await client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode: '11111' }));
    expect((await client.getMe()).firstName).toBe('Ann');
  });

  it('takes a minted session', async () => {
    const client = await connect(emulator.mintSession(ANN));
    expect(String((await client.getMe()).id)).toBe(String(ANN));
  });
});
