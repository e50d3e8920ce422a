import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type * as Uploads from 'telegram/client/uploads.js';
import type * as Events from 'telegram/events/index.js';
import type { StringSession as StringSessionType } from 'telegram/sessions/index.js';
import { startEmulator } from '../server/index.js';
import type { Emulator } from '../server/index.js';
import { makePhoto } from '../world/files.js';
import { createWorld } from '../world/world.js';

/* The real client library, led to the emulator by the same preload that leads product processes. */

const load = createRequire(import.meta.url);
let emulator: Emulator;
let telegram: typeof Telegram;
let StringSession: typeof StringSessionType;
const clients: Telegram.TelegramClient[] = [];

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function makeWorld() {
  const world = createWorld();
  const ann = world.addAccount({ id: 7001n, phone: '+15550001', code: '11111', firstName: 'Ann' }).userId;
  const bob = world.addAccount({
    id: 7002n,
    phone: '+15550002',
    code: '22222',
    password: 'secret',
    firstName: 'Bob',
    username: 'bobby',
  }).userId;
  const group = world.addSupergroup({
    id: 900n,
    title: 'Group',
    creator: bob,
    members: [ann],
    username: 'thegroup',
  });
  world.addBasicGroup({ id: 800n, title: 'Club', creator: ann, members: [bob] });
  const peer = { kind: 'channel', id: group.id } as const;
  for (let n = 1; n <= 250; n++)
    world.addMessage({ peer, from: n % 2 === 0 ? ann : bob, date: 1e9 + n, text: `n${n}` });
  const photo = makePhoto({ id: 1n, date: 1e9, content: new Uint8Array(PNG), width: 1, height: 1, dc: 4 });
  world.addMessage({ peer, from: bob, date: 1e9 + 300, media: photo, text: 'look' });
  world.addMessage({ peer: { kind: 'chat', id: 800n }, from: bob, date: 1e9 + 400, text: 'club' });
  world.addMessage({ peer: { kind: 'user', id: ann }, from: bob, date: 1e9 + 500, text: 'hello Ann' });
  return world;
}

beforeAll(async () => {
  emulator = await startEmulator({ world: makeWorld });
  const { TGMCP_EMULATOR } = emulator.env;
  if (TGMCP_EMULATOR === undefined) throw new Error('the emulator names no environment');
  process.env['TGMCP_EMULATOR'] = TGMCP_EMULATOR;
  load('../../preload/preload.cjs');
  telegram = load('telegram') as typeof Telegram;
  ({ StringSession } = load('telegram/sessions') as { StringSession: typeof StringSessionType });
});

afterAll(async () => {
  for (const client of clients) await client.destroy();
  await emulator.stop();
});

async function connect(session: string): Promise<Telegram.TelegramClient> {
  const { Logger, LogLevel } = load('telegram/extensions/Logger.js') as {
    Logger: new (level: string) => Telegram.Logger;
    LogLevel: { NONE: string };
  };
  const client = new telegram.TelegramClient(new StringSession(session), 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
    // One handshake of 199 makes a key that the library drops.
    connectionRetries: 5,
  });
  clients.push(client);
  await client.connect();
  return client;
}

async function signIn(
  client: Telegram.TelegramClient,
  phoneNumber: string,
  phoneCode: string,
): Promise<void> {
  const { Api } = telegram;
  const settings = new Api.CodeSettings({});
  const sent = await client.invoke(
    new Api.auth.SendCode({ phoneNumber, apiId: 1, apiHash: 'hash', settings }),
  );
  if (!(sent instanceof Api.auth.SentCode)) throw new Error('no code was sent');
  await client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash: sent.phoneCodeHash, phoneCode }));
}

describe('the real client library', () => {
  it('logs in by code, and by code and password', async () => {
    const ann = await connect('');
    await signIn(ann, '+15550001', '11111');
    expect((await ann.getMe()).firstName).toBe('Ann');

    const bob = await connect('');
    await expect(signIn(bob, '+15550002', '22222')).rejects.toMatchObject({
      errorMessage: 'SESSION_PASSWORD_NEEDED',
    });
    const { computeCheck } = load('telegram/Password.js') as {
      computeCheck: (
        request: Telegram.Api.account.Password,
        password: string,
      ) => Promise<Telegram.Api.InputCheckPasswordSRP>;
    };
    const challenge = await bob.invoke(new telegram.Api.account.GetPassword());
    const password = await computeCheck(challenge, 'secret');
    await bob.invoke(new telegram.Api.auth.CheckPassword({ password }));
    expect((await bob.getMe()).username).toBe('bobby');
  });

  it('reads chats, pages and search results', async () => {
    const client = await connect(emulator.mintSession(7001n));
    const dialogs = await client.getDialogs({});
    expect([...dialogs].map((dialog) => dialog.title)).toEqual(['Bob', 'Club', 'Group']);
    const page = await client.getMessages('thegroup', { limit: 230 });
    expect([...page].map((message) => message.id)).toEqual(Array.from({ length: 230 }, (_, n) => 251 - n));
    const found = await client.getMessages('thegroup', { search: 'N25', limit: 10 });
    expect([...found].map((message) => message.message)).toEqual(['n250', 'n25']);
    expect(found.total).toBe(2);
    const oldest = await client.getMessages('thegroup', { limit: 3, reverse: true });
    expect([...oldest].map((message) => message.id)).toEqual([1, 2, 3]);
  });

  it('sends, edits and deletes, and the other side is told', async () => {
    const ann = await connect(emulator.mintSession(7001n));
    const bob = await connect(emulator.mintSession(7002n));
    const { NewMessage } = load('telegram/events') as typeof Events;
    const arrived = new Promise<string>((resolve) => {
      bob.addEventHandler((event) => resolve(event.message.message), new NewMessage({}));
    });
    await bob.getMe();
    const sent = await ann.sendMessage('bobby', { message: 'hi **Bob**', parseMode: 'md' });
    expect(await arrived).toBe('hi Bob');
    expect((await bob.getMessages(7001, { limit: 1 }))[0]?.message).toBe('hi Bob');
    await ann.editMessage('bobby', { message: sent.id, text: 'bye' });
    expect((await ann.getMessages('bobby', { limit: 1 }))[0]?.message).toBe('bye');
    await ann.deleteMessages('bobby', [sent.id], { revoke: true });
    expect((await ann.getMessages('bobby', { limit: 1 }))[0]?.message).toBe('hello Ann');
    await expect(ann.editMessage('bobby', { message: 99_999, text: 'x' })).rejects.toMatchObject({
      errorMessage: 'MESSAGE_ID_INVALID',
    });
  });

  it('sends a file and downloads a photo from another data centre', async () => {
    const client = await connect(emulator.mintSession(7001n));
    const [withPhoto] = await client.getMessages('thegroup', { ids: [251] });
    if (withPhoto === undefined) throw new Error('no message');
    expect(await client.downloadMedia(withPhoto)).toEqual(PNG);
    const { CustomFile } = load('telegram/client/uploads.js') as typeof Uploads;
    const file = new CustomFile('dot.png', PNG.length, '', PNG);
    const sent = await client.sendFile('me', { file, caption: 'a dot', forceDocument: true });
    expect(sent.message).toBe('a dot');
    expect(emulator.world.history(7001n, { kind: 'user', id: 7001n })?.top?.media).toMatchObject({
      size: PNG.length,
    });
  });

  it('breaks no rule of the protocol and misses no method', () => {
    expect(emulator.protocolErrors).toEqual([]);
    expect(emulator.unimplemented).toEqual([]);
  });
});
