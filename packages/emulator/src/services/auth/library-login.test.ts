import { createRequire } from 'node:module';
import { decode } from 'jpeg-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type * as Events from 'telegram/events/index.js';
import type * as Passwords from 'telegram/Password.js';
import type * as Sessions from 'telegram/sessions/index.js';
import { startEmulator } from '../../server/index.js';
import type { Emulator } from '../../server/index.js';
import { makePhoto } from '../../world/files.js';
import { createWorld } from '../../world/world.js';

/* The real client library, led to the emulator by the preload: what only a connection shows. */

const load = createRequire(import.meta.url);
const ANN = 7001n;
const BOB = 7002n;
const FAR = 7003n;
let emulator: Emulator;
let telegram: typeof Telegram;
const clients: Telegram.TelegramClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator({
    world: () => {
      const world = createWorld();
      world.addAccount({ id: ANN, phone: '15550001', code: '11111', firstName: 'Ann' });
      world.addAccount({ id: BOB, phone: '15550002', firstName: 'Bob', password: 'secret' });
      world.addAccount({ id: FAR, phone: '15550003', code: '33333', firstName: 'Far', dc: 3 });
      const content = { seed: 1, size: 900_000 };
      const media = makePhoto({ id: 1n, date: 1e9, content, width: 1280, height: 960, dc: 5 });
      world.addMessage({ peer: { kind: 'user', id: ANN }, from: ANN, date: 1e9, media });
      return world;
    },
  });
  process.env['TGMCP_EMULATOR'] = emulator.env['TGMCP_EMULATOR'];
  load('../../../preload/preload.cjs');
  telegram = load('telegram') as typeof Telegram;
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
});

afterAll(async () => {
  expect(emulator.protocolErrors).toEqual([]);
  expect(emulator.unimplemented).toEqual([]);
  await emulator.stop();
});

async function connect(session = ''): Promise<Telegram.TelegramClient> {
  const { Logger } = load('telegram/extensions/Logger.js') as {
    Logger: new (level: string) => Telegram.Logger;
  };
  const { StringSession } = load('telegram/sessions/index.js') as typeof Sessions;
  const options = { baseLogger: new Logger('none'), retryDelay: 10, deviceModel: 'Test phone' };
  const client = new telegram.TelegramClient(new StringSession(session), 1, 'hash', options);
  clients.push(client);
  await client.connect();
  return client;
}

/** The next update of a class that a client is sent. */
function nextUpdate(client: Telegram.TelegramClient, className: string): Promise<unknown> {
  const { Raw } = load('telegram/events/index.js') as typeof Events;
  return new Promise((resolve) => {
    client.addEventHandler((update: { className: string }) => {
      if (update.className === className) resolve(update);
    }, new Raw({}));
  });
}

async function givePassword(client: Telegram.TelegramClient, text: string): Promise<void> {
  const { computeCheck } = load('telegram/Password.js') as typeof Passwords;
  const challenge = await client.invoke(new telegram.Api.account.GetPassword());
  const password = await computeCheck(challenge, text);
  await client.invoke(new telegram.Api.auth.CheckPassword({ password }));
}

async function logIn(client: Telegram.TelegramClient, phoneNumber: string, phoneCode: string) {
  const { Api } = telegram;
  const settings = new Api.CodeSettings({});
  const sent = await client.invoke(
    new Api.auth.SendCode({ phoneNumber, apiId: 1, apiHash: 'hash', settings }),
  );
  if (!(sent instanceof Api.auth.SentCode)) throw new Error('no code was sent');
  await client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash: sent.phoneCodeHash, phoneCode }));
  return sent.type.className;
}

describe('the real client library', () => {
  it('waits with a QR code, hears that it was scanned, and gives the password', async () => {
    const { Api } = telegram;
    const show = new Api.auth.ExportLoginToken({ apiId: 1, apiHash: 'hash', exceptIds: [] });
    const [waiting, phone] = [await connect(), await connect(emulator.mintSession(BOB))];
    const scanned = nextUpdate(waiting, 'UpdateLoginToken');
    const shown = await waiting.invoke(show);
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    await phone.invoke(new Api.auth.AcceptLoginToken({ token: shown.token }));
    await scanned;
    await expect(waiting.invoke(show)).rejects.toMatchObject({ errorMessage: 'SESSION_PASSWORD_NEEDED' });
    await givePassword(waiting, 'secret');
    expect((await waiting.getMe()).firstName).toBe('Bob');
  });

  it('follows an account to the data centre where it lives', async () => {
    const client = await connect();
    await logIn(client, '15550003', '33333');
    expect((await client.getMe()).firstName).toBe('Far');
    expect(client.session.dcId).toBe(3);
    const outcomes = emulator.calls.all.map(({ outcome }) => outcome);
    expect(outcomes).toContain('303 PHONE_MIGRATE_3');
  });

  it('follows a scanned QR code to the data centre of the account that scanned it', async () => {
    const { Api } = telegram;
    const show = new Api.auth.ExportLoginToken({ apiId: 1, apiHash: 'hash', exceptIds: [] });
    const [waiting, phone] = [await connect(), await connect(emulator.mintSession(FAR))];
    const shown = await waiting.invoke(show);
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    await phone.invoke(new Api.auth.AcceptLoginToken({ token: shown.token }));
    const moved = await waiting.invoke(show);
    if (!(moved instanceof Api.auth.LoginTokenMigrateTo)) throw new Error(moved.className);
    expect(moved.dcId).toBe(3);
    // A key of that data centre which nobody is logged in with.
    const there = await connect(emulator.mintSession(FAR));
    await there.invoke(new Api.auth.LogOut());
    const done = await there.invoke(new Api.auth.ImportLoginToken({ token: moved.token }));
    expect(done.className).toBe('auth.LoginTokenSuccess');
    expect((await there.getMe()).firstName).toBe('Far');
    const imported = emulator.calls.all.filter(({ method }) => method === 'auth.importLoginToken');
    expect(imported).toMatchObject([{ dc: 3, outcome: 'ok' }]);
  });

  it('is told the code and the new login in the session that is open, and can end the other', async () => {
    const { Api } = telegram;
    const open = await connect(emulator.mintSession(ANN));
    await open.getMe();
    const told = nextUpdate(open, 'UpdateNewMessage');
    const fresh = await connect();
    expect(await logIn(fresh, '15550001', '11111')).toBe('auth.SentCodeTypeApp');
    expect(await told).toMatchObject({ message: { message: expect.stringContaining('11111') } });
    const { authorizations } = await open.invoke(new Api.account.GetAuthorizations());
    const other = authorizations.find((one) => !one.current);
    if (other === undefined) throw new Error('the new login is not listed');
    expect(other.deviceModel).toBe('Test phone');
    await open.invoke(new Api.account.ResetAuthorization({ hash: other.hash }));
    await expect(fresh.invoke(new Api.updates.GetState())).rejects.toMatchObject({
      code: 401,
      errorMessage: 'SESSION_REVOKED',
    });
    const [dialog] = await open.getDialogs({ limit: 1 });
    expect(dialog).toMatchObject({ title: 'Telegram', unreadCount: 2 });
  });

  it('downloads a photo and its preview from another data centre, and both can be seen', async () => {
    const client = await connect(emulator.mintSession(ANN));
    const [message] = await client.getMessages('me', { limit: 1 });
    const whole = (await message?.downloadMedia({})) as Buffer;
    expect(whole).toHaveLength(900_000);
    expect(decode(whole)).toMatchObject({ width: 1280, height: 960 });
    const preview = (await message?.downloadMedia({ thumb: 1 })) as Buffer;
    expect(decode(preview).width).toBeLessThan(400);
  });
});
