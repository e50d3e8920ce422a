/*
 * The emulator against a client library that shares no line with `telegram`: @mtcute/node, with a codec, a schema and a
 * handshake of its own. Storage is in memory, so its native database is never opened.
 */
import {
  IntermediatePacketCodec,
  MemoryStorage,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
  TcpTransport,
  TelegramClient,
  type IPacketCodec,
} from '@mtcute/node';
import { NodeCryptoProvider, addPublicKey } from '@mtcute/node/utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatorTransport, fileBytes, startEmulator, type Emulator } from '@tgmcp/emulator';
import { ANN, BOB, CID, CLUB, GROUP, NEWS, PNG, REPORT, VIEW, clientsWorld } from './world.js';

const TRANSPORTS: readonly [string, () => IPacketCodec][] = [
  ['intermediate', () => new IntermediatePacketCodec()],
  ['padded intermediate', () => new PaddedIntermediatePacketCodec()],
  ['obfuscated', () => new ObfuscatedPacketCodec(new IntermediatePacketCodec())],
];

let emulator: Emulator;
const clients: TelegramClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ world: clientsWorld });
  addPublicKey(new NodeCryptoProvider(), emulator.publicKeyPem);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.destroy()));
  expect(emulator.protocolErrors).toEqual([]);
  expect(emulator.unimplemented).toEqual([]);
  await emulator.stop();
});

function client(codec: () => IPacketCodec = () => new IntermediatePacketCodec()): TelegramClient {
  class Transport extends TcpTransport {
    override packetCodec = codec as () => IntermediatePacketCodec;
  }
  const made = new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    transport: emulatorTransport(emulator, new Transport()),
    logLevel: 0,
  });
  clients.push(made);
  return made;
}

/** Somebody's client on a minted key. */
async function as(person: { readonly id: bigint }): Promise<TelegramClient> {
  const made = client();
  await made.importSession(emulator.mintSession(person.id, undefined, 'mtcute'));
  await made.connect();
  await made.startUpdatesLoop();
  return made;
}

describe.each(TRANSPORTS)('mtcute over the %s transport', (_name, codec) => {
  it('logs in by code', async () => {
    const made = client(codec);
    const sent = await made.sendCode({ phone: ANN.phone });
    if (!('phoneCodeHash' in sent)) throw new Error('logged in without a code');
    await expect(
      made.signIn({ phone: ANN.phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: '00000' }),
    ).rejects.toMatchObject({ text: 'PHONE_CODE_INVALID' });
    const me = await made.signIn({
      phone: ANN.phone,
      phoneCodeHash: sent.phoneCodeHash,
      phoneCode: ANN.code,
    });
    expect([BigInt(me.id), me.firstName]).toEqual([ANN.id, ANN.firstName]);
  });

  it('logs in with a password', async () => {
    const made = client(codec);
    const sent = await made.sendCode({ phone: BOB.phone });
    if (!('phoneCodeHash' in sent)) throw new Error('logged in without a code');
    await expect(
      made.signIn({ phone: BOB.phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: BOB.code }),
    ).rejects.toMatchObject({ text: 'SESSION_PASSWORD_NEEDED' });
    expect(await made.getPasswordHint()).toBe(BOB.passwordHint);
    await expect(made.checkPassword('wrong')).rejects.toMatchObject({ text: 'PASSWORD_HASH_INVALID' });
    const me = await made.checkPassword(BOB.password);
    expect(me.username).toBe(BOB.username);
  });

  it('logs in by a QR code that another client scans', async () => {
    const [made, scanner] = [client(codec), await as(CID)];
    let scans = 0;
    const me = await made.signInQr({
      onUrlUpdated: (url) => {
        const token = Buffer.from(url.replace('tg://login?token=', ''), 'base64url');
        scanner
          .call({ _: 'auth.acceptLoginToken', token: new Uint8Array(token) })
          .then(() => (scans += 1))
          .catch(() => undefined);
      },
    });
    expect(me.username).toBe(CID.username);
    // Who scanned may be told later than who was let in.
    await expect.poll(() => scans).toBe(1);
  });
});

describe('mtcute', () => {
  it('lists dialogs', async () => {
    const ann = await as(ANN);
    const names: string[] = [];
    for await (const dialog of ann.iterDialogs()) names.push(dialog.peer.displayName);
    expect(names).toEqual(expect.arrayContaining(['Bob Berg', GROUP.title, NEWS.title, CLUB.title]));
  });

  it('pages 3,000 messages, each once and in order', async () => {
    const ann = await as(ANN);
    const seen: string[] = [];
    for await (const message of ann.iterHistory(GROUP.username)) seen.push(message.text);
    expect(seen).toEqual(Array.from({ length: GROUP.messages }, (_, n) => `note ${GROUP.messages - n}`));
  });

  it('searches', async () => {
    const ann = await as(ANN);
    const found = await ann.searchMessages({ chatId: GROUP.username, query: 'note 2999' });
    expect(found.map((message) => message.id)).toEqual([2999]);
  });

  it('downloads files from another data centre', async () => {
    const ann = await as(ANN);
    const before = emulator.calls.next;
    const files: Uint8Array[] = [];
    for await (const { media } of ann.iterHistory('me')) {
      if (media?.type === 'photo' || media?.type === 'document')
        files.push(await ann.downloadAsBuffer(media));
    }
    const report = fileBytes({ seed: REPORT.seed, size: REPORT.size }, 0, REPORT.size);
    expect(files.map((file) => file.length)).toEqual([VIEW.size, REPORT.size, PNG.length]);
    expect(Buffer.from(files[1] ?? []).equals(Buffer.from(report))).toBe(true);
    expect(Buffer.from(files[2] ?? []).equals(Buffer.from(PNG))).toBe(true);
    const served = emulator.calls
      .since(before)
      .filter((call) => call.method === 'upload.getFile' && call.outcome === 'ok');
    expect(new Set(served.map((call) => call.dc))).toEqual(new Set([1, REPORT.dc]));
  });

  it('sends, edits and deletes, and a second session is told', async () => {
    const [ann, second, bob] = [await as(ANN), await as(ANN), await as(BOB)];
    const told: string[] = [];
    const heard: string[] = [];
    second.onNewMessage.add((message) => void told.push(`new ${message.text}`));
    second.onEditMessage.add((message) => void told.push(`edited ${message.text}`));
    second.onDeleteMessage.add((update) => void told.push(`deleted ${update.messageIds.join()}`));
    bob.onNewMessage.add((message) => void heard.push(message.text));
    const sent = await ann.sendText(BOB.username, 'hello from afar');
    await expect.poll(() => told).toEqual(['new hello from afar']);
    const edited = await ann.editMessage({ chatId: BOB.username, message: sent.id, text: 'hello again' });
    expect(edited.text).toBe('hello again');
    await expect.poll(() => told).toHaveLength(2);
    await ann.deleteMessagesById(BOB.username, [sent.id]);
    await expect
      .poll(() => told)
      .toEqual(['new hello from afar', 'edited hello again', `deleted ${sent.id}`]);
    await expect.poll(() => heard).toEqual(['hello from afar']);
  });

  it('uploads a file and gets it back', async () => {
    const ann = await as(ANN);
    const file = fileBytes({ seed: 5, size: 300_000 }, 0, 300_000);
    const sent = await ann.sendMedia('me', { type: 'document', file, fileName: 'from-mtcute.bin' });
    if (sent.media?.type !== 'document') throw new Error('no document');
    expect(sent.media.fileName).toBe('from-mtcute.bin');
    const back = await ann.downloadAsBuffer(sent.media);
    expect(Buffer.from(back).equals(Buffer.from(file))).toBe(true);
  });

  it('catches up on what it missed', async () => {
    const [ann, bob] = [await as(ANN), await as(BOB)];
    const heard: string[] = [];
    ann.onNewMessage.add((message) => void heard.push(message.text));
    emulator.disconnect(ANN.id);
    await bob.sendText(ANN.username, 'while you were away');
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['while you were away']);
  });
});
