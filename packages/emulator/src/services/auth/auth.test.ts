import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Api as ApiTypes } from 'telegram';
import type { TlObject } from '../../tl/value.js';
import { createWorld } from '../../world/world.js';
import { bytesOf, longOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const load = createRequire(import.meta.url);
const { Api } = load('telegram') as { Api: typeof ApiTypes };
const passwords = load('telegram/Password.js') as {
  computeCheck: (
    request: ApiTypes.account.Password,
    password: string,
  ) => Promise<ApiTypes.InputCheckPasswordSRP>;
};
const bigInt = load('big-integer') as (value: string) => ApiTypes.long;

function setUp() {
  const world = createWorld();
  const plain = world.addAccount({ phone: '+1 555 0001', code: '11111' }).userId;
  const guarded = world.addAccount({
    phone: '+1 555 0002',
    code: '22222',
    password: 'correct horse',
    passwordHint: 'horse',
  }).userId;
  return { world, plain, guarded, session: new TestSession(world) };
}

async function sendCode(session: TestSession, phone: string): Promise<string> {
  const sent = await session.call('auth.sendCode', { phone_number: phone, api_id: 1, api_hash: 'x' });
  return textOf(sent, 'phone_code_hash');
}

/** What the real client library makes of a password and the server's challenge. */
async function prove(answer: TlObject, password: string): Promise<TlObject> {
  const algo = objectOf(answer, 'current_algo') ?? { _: 'none' };
  const request = {
    currentAlgo: new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({
      salt1: Buffer.from(bytesOf(algo, 'salt1')),
      salt2: Buffer.from(bytesOf(algo, 'salt2')),
      g: numberOf(algo, 'g'),
      p: Buffer.from(bytesOf(algo, 'p')),
    }),
    srp_B: Buffer.from(bytesOf(answer, 'srp_B')),
    srpId: bigInt(String(longOf(answer, 'srp_id'))),
  } as ApiTypes.account.Password;
  const proof = await passwords.computeCheck(request, password);
  return {
    _: 'inputCheckPasswordSRP',
    srp_id: longOf(answer, 'srp_id'),
    A: new Uint8Array(proof.A),
    M1: new Uint8Array(proof.M1),
  };
}

describe('login', () => {
  it('logs in by phone and code', async () => {
    const { session, plain } = setUp();
    const phone_code_hash = await sendCode(session, '+1 555 0001');
    const fields = { phone_number: '15550001', phone_code_hash };
    expect(await session.failure('auth.signIn', { ...fields, phone_code: '99999' })).toBe(
      '400 PHONE_CODE_INVALID',
    );
    const answer = await session.call('auth.signIn', { ...fields, phone_code: '11111' });
    expect(answer).toMatchObject({
      _: 'auth.authorization',
      user: { id: plain, self: true, phone: '15550001' },
    });
    expect(session.userId).toBe(plain);
    expect(await session.failure('auth.signIn', { ...fields, phone_code: '11111' })).toBe(
      '400 PHONE_CODE_EXPIRED',
    );
    await session.call('auth.logOut');
    expect(await session.failure('updates.getState')).toBe('401 AUTH_KEY_UNREGISTERED');
  });

  it('refuses numbers that are none or nobody has, and a missing api id', async () => {
    const { session } = setUp();
    const sent = (phone_number: string, api_id: number) =>
      session.failure('auth.sendCode', { phone_number, api_id, api_hash: 'x' });
    expect(await sent('hello', 1)).toBe('400 PHONE_NUMBER_INVALID');
    expect(await sent('15550001', 0)).toBe('400 API_ID_INVALID');
    const phone_code_hash = await sendCode(session, '15559999');
    expect(
      await session.failure('auth.signIn', {
        phone_number: '15559999',
        phone_code_hash,
        phone_code: '00000',
      }),
    ).toBe('400 PHONE_NUMBER_UNOCCUPIED');
  });

  it('asks for the second factor and accepts the proof that the real client computes', async () => {
    const { session, guarded } = setUp();
    const phone_code_hash = await sendCode(session, '15550002');
    const fields = { phone_number: '15550002', phone_code_hash, phone_code: '22222' };
    expect(await session.failure('auth.signIn', fields)).toBe('401 SESSION_PASSWORD_NEEDED');
    const first = await session.call('account.getPassword');
    expect(first).toMatchObject({ has_password: true, hint: 'horse' });
    expect(await session.failure('auth.checkPassword', { password: await prove(first, 'wrong') })).toBe(
      '400 PASSWORD_HASH_INVALID',
    );
    expect(session.userId).toBeUndefined();
    const second = await session.call('account.getPassword');
    expect(
      await session.failure('auth.checkPassword', { password: await prove(first, 'correct horse') }),
    ).toBe('400 SRP_ID_INVALID');
    const answer = await session.call('auth.checkPassword', {
      password: await prove(second, 'correct horse'),
    });
    expect(answer).toMatchObject({ _: 'auth.authorization', user: { id: guarded } });
    expect(session.userId).toBe(guarded);
  });

  it('gives no challenge to somebody who has not given the code', async () => {
    const { session } = setUp();
    expect(await session.failure('account.getPassword')).toBe('401 AUTH_KEY_UNREGISTERED');
  });

  it('carries a login to another data centre once', async () => {
    const { session, plain, world } = setUp();
    session.userId = plain;
    const exported = await session.call('auth.exportAuthorization', { dc_id: 4 });
    const elsewhere = new TestSession(world, undefined, '00000000000000dd', 4);
    const fields = { id: longOf(exported, 'id'), bytes: bytesOf(exported, 'bytes') };
    expect(await elsewhere.call('auth.importAuthorization', fields)).toMatchObject({ user: { id: plain } });
    expect(await elsewhere.failure('auth.importAuthorization', fields)).toBe('400 AUTH_BYTES_INVALID');
  });
});
