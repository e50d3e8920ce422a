import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AuthKeys } from '../mtproto/auth-keys.js';
import type { CallContext } from '../rpc/handler.js';
import { createWorld } from '../world/index.js';
import { KeyLogins } from './logins.js';
import type { RawClient } from './raw-client.js';
import { ANN, BOB, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';
import { Sessions } from './sessions.js';

let bench: Bench;
const contexts: CallContext[] = [];

beforeAll(async () => {
  bench = await startBench({
    world: () => {
      const world = createWorld();
      world.addAccount({ id: ANN, phone: '15550001' });
      world.addAccount({ id: BOB, phone: '15550002', dc: 4 });
      return world;
    },
    handlers: {
      'help.getNearestDc': (_request, call) => {
        contexts.push(call);
        return { _: 'nearestDc', country: 'ZZ', this_dc: call.dc, nearest_dc: call.dc };
      },
    },
  });
});

afterEach(() => {
  bench.hangUp();
  contexts.length = 0;
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.emulator.stop();
});

/** What a handler is told, when `client` calls it. */
async function contextOf(client: RawClient, wrap = (query: object) => query): Promise<CallContext> {
  const request = wrap({ _: 'help.getNearestDc' }) as { _: string };
  await client.result(client.call(request), 'help.getNearestDc');
  const context = contexts.at(-1);
  if (context === undefined) throw new Error('the handler was not called');
  return context;
}

describe('what a call says of its client', () => {
  it('comes from initConnection and stays with the key', async () => {
    const client = await bench.connect();
    const said = { device_model: 'Desk', system_version: '7', app_version: '1.2', lang_pack: 'tdesktop' };
    await contextOf(client, (query) => ({
      _: 'invokeWithLayer',
      layer: 198,
      query: { _: 'initConnection', api_id: 5, system_lang_code: 'en', lang_code: 'en', ...said, query },
    }));
    expect((await contextOf(client)).client).toEqual({
      apiId: 5,
      deviceModel: 'Desk',
      systemVersion: '7',
      appVersion: '1.2',
      langPack: 'tdesktop',
    });
  });

  it('comes from takeout and range wrappers for this call alone', async () => {
    const client = await bench.connect();
    const range = { _: 'messageRange', min_id: 3, max_id: 9 };
    const wrapped = await contextOf(client, (query) => ({
      _: 'invokeWithTakeout',
      takeout_id: 77n,
      query: { _: 'invokeWithMessagesRange', range, query },
    }));
    expect(wrapped.wrapping).toEqual({ takeoutId: 77n, range: { min: 3, max: 9 } });
    expect((await contextOf(client)).wrapping).toEqual({});
  });
});

describe('logins', () => {
  it('are listed with their ages, and what came from one is not listed beside it', async () => {
    const [first, second] = [readyKey(bench.emulator), readyKey(bench.emulator)];
    const { logins, now } = await contextOf(await bench.connect({ key: first }));
    const listed = logins.of(ANN).filter((one) => [first.id, second.id].includes(one.authKeyId));
    expect(listed).toHaveLength(2);
    expect(now() - (listed[0]?.since ?? 0)).toBeGreaterThan(86_400);
    (await contextOf(await bench.connect({ key: second }))).bind(ANN, first.id);
    expect(logins.of(ANN).some((one) => one.authKeyId === second.id)).toBe(false);
  });

  it('end for every key of theirs when they are revoked, and the keys can log in again', async () => {
    const [mine, carried] = [readyKey(bench.emulator), readyKey(bench.emulator, undefined)];
    const [client, elsewhere] = [await bench.connect({ key: mine }), await bench.connect({ key: carried })];
    (await contextOf(elsewhere)).bind(ANN, mine.id);
    expect(await elsewhere.result(elsewhere.call(STATE), 'updates.getState')).toMatchObject({ pts: 1 });
    (await contextOf(client)).logins.revoke(mine.id);
    const error = { error_code: 401, error_message: 'SESSION_REVOKED' };
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject(error);
    expect(await elsewhere.result(elsewhere.call(STATE), 'updates.getState')).toMatchObject(error);
    (await contextOf(client)).bind(ANN);
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({ pts: 1 });
  });

  it('hear of updates for their key before anybody is logged in', async () => {
    const key = readyKey(bench.emulator, undefined);
    const client = await bench.connect({ key });
    (await contextOf(client)).logins.notify(key.id, { _: 'updatesTooLong' });
    expect(await client.next((one) => one.object._ === 'updatesTooLong')).toBeDefined();
  });
});

describe('a temporary key', () => {
  it('logs out with its permanent one all that came from it, and a login carried on twice has one root', () => {
    const keys = new AuthKeys();
    const logins = new KeyLogins(keys, new Sessions());
    const [home, second, third] = [1, 2, 3].map((n) => keys.add(new Uint8Array(256).fill(n), n));
    const temporary = keys.add(new Uint8Array(256).fill(9), 1, { expiresAt: 1e10 });
    if (home === undefined || second === undefined || third === undefined) throw new Error('no keys');
    keys.bind(temporary.id, home.id);
    logins.bind(temporary, ANN, 5);
    logins.bind(second, ANN, 6, home.id);
    logins.bind(third, ANN, 7, second.id);
    expect(third.login).toMatchObject({ origin: home.id, home: 1 });
    expect(logins.of(ANN).map(({ authKeyId }) => authKeyId)).toEqual([home.id]);
    expect(logins.isOpen(third.id, ANN)).toBe(true);
    logins.bind(temporary, undefined, 8);
    expect([home, second, third, temporary].map(({ userId }) => userId)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe('an account that lives on another data centre', () => {
  it('is sent there, except for files and what needs no login', async () => {
    const client = await bench.connect({ key: readyKey(bench.emulator, BOB) });
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({
      error_code: 303,
      error_message: 'USER_MIGRATE_4',
    });
    const location = { _: 'inputPhotoFileLocation', id: 1n, access_hash: 1n, thumb_size: '' };
    const file = client.call({
      _: 'upload.getFile',
      location: { ...location, file_reference: new Uint8Array(1) },
      offset: 0n,
      limit: 4096,
    });
    expect(await client.result(file, 'upload.getFile')).toMatchObject({ error_code: 400 });
  });

  it('is sent back to where it logged in from where its login was carried to', async () => {
    const elsewhere = bench.emulator.keys.add(new Uint8Array(256).fill(7), 4);
    const carried = readyKey(bench.emulator, undefined);
    (await contextOf(await bench.connect({ key: carried }))).bind(ANN, elsewhere.id);
    const client = await bench.connect({ key: carried });
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({
      error_message: 'USER_MIGRATE_4',
    });
  });

  it('has its minted sessions there', () => {
    const session = Buffer.from(bench.emulator.mintSession(BOB).slice(1), 'base64');
    expect(session[0]).toBe(4);
  });
});
