import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthKey } from '../mtproto/auth-keys.js';
import { firstVersionCipher, igeEncrypt, sha1 } from '../mtproto/crypto.js';
import { serviceCodec } from '../tl/codec.js';
import { ANN, BOB, DC, STATE, connectRaw, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';
import type { RawClient } from './raw-client.js';

const HOUR = 3600;
const METHOD = 'auth.bindTempAuthKey';
let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.emulator.stop();
});

const seconds = (): number => Math.floor(bench.emulator.clock.now() / 1000);

function temporaryKey(lives = HOUR): AuthKey {
  const key = bench.emulator.keys.add(randomBytes(256), DC, { expiresAt: seconds() + lives });
  key.layer = 198;
  return key;
}

const idOf = (key: AuthKey): bigint => Buffer.from(key.id, 'hex').readBigInt64LE();

/** Binds as the documentation says, or with changes to the inner message. */
async function bind(
  client: RawClient,
  temporary: AuthKey,
  permanent: AuthKey,
  changes: Readonly<Record<string, bigint>> = {},
): Promise<unknown> {
  const messageId = client.nextId();
  const named = { nonce: 42n, perm_auth_key_id: idOf(permanent), expires_at: seconds() + HOUR };
  const body = serviceCodec().encode.object({
    _: 'bind_auth_key_inner',
    ...named,
    temp_auth_key_id: idOf(temporary),
    temp_session_id: client.sessionId,
    ...changes,
  });
  const head = Buffer.concat([randomBytes(16), Buffer.alloc(16)]);
  head.writeBigInt64LE(messageId, 16);
  head.writeInt32LE(body.length, 28);
  const plain = Buffer.concat([head, body]);
  const msgKey = sha1(plain).subarray(4, 20);
  const cipher = firstVersionCipher(permanent.bytes, msgKey);
  const padded = Buffer.concat([plain, randomBytes(-plain.length & 15)]);
  const encrypted_message = Buffer.concat([
    Buffer.from(permanent.id, 'hex'),
    msgKey,
    igeEncrypt(padded, cipher.key, cipher.iv),
  ]);
  client.call({ _: METHOD, ...named, encrypted_message }, { messageId });
  return client.result(messageId, METHOD);
}

it('a temporary key does nothing before it is bound, and then what its permanent key may', async () => {
  const [permanent, temporary] = [readyKey(bench.emulator), temporaryKey()];
  const client = await connectRaw(bench.emulator, { key: temporary });
  const state = () => client.result(client.call(STATE), STATE._);
  expect(await state()).toMatchObject({ error_code: 401, error_message: 'AUTH_KEY_PERM_EMPTY' });
  expect(await bind(client, temporary, permanent)).toBe(true);
  expect(await state()).toMatchObject({ _: 'updates.state' });
  expect(bench.emulator.calls.all.at(-1)).toMatchObject({ account: String(ANN), outcome: 'ok' });
  expect(bench.emulator.keys.of(ANN)).not.toContain(temporary);
  permanent.userId = undefined;
  expect(await state()).toMatchObject({ error_message: 'AUTH_KEY_UNREGISTERED' });
});

it('a binding counts only for the key, the session and the message it was made for', async () => {
  const [permanent, temporary] = [readyKey(bench.emulator), temporaryKey()];
  const client = await connectRaw(bench.emulator, { key: temporary });
  for (const changes of [{ temp_session_id: 1n }, { temp_auth_key_id: 2n }, { nonce: 3n }]) {
    expect(await bind(client, temporary, permanent, changes)).toMatchObject({
      error_message: 'ENCRYPTED_MESSAGE_INVALID',
    });
  }
  expect(await bind(client, temporary, permanent)).toBe(true);
  expect(await bind(client, temporary, readyKey(bench.emulator, BOB))).toMatchObject({
    error_message: 'TEMP_AUTH_KEY_ALREADY_BOUND',
  });
});

it('a permanent key cannot be bound, and a temporary one ends in time', async () => {
  const permanent = readyKey(bench.emulator);
  const plain = await connectRaw(bench.emulator, { key: permanent });
  expect(await bind(plain, permanent, readyKey(bench.emulator, BOB))).toMatchObject({
    error_message: 'TEMP_AUTH_KEY_EMPTY',
  });
  const over = temporaryKey(-1);
  const client = await connectRaw(bench.emulator, { key: over });
  client.call(STATE);
  await client.end();
  expect(client.transportErrors).toEqual([-404]);
});
