/* For the login tests: a made-up world with accounts, and the steps of a login. */
import { createRequire } from 'node:module';
import type { Api as ApiTypes } from 'telegram';
import type { TlObject, TlValue } from '../../tl/value.js';
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

/** A plain account and one with a password. */
export function setUp() {
  const world = createWorld();
  const plain = world.addAccount({ phone: '+1 555 0001', code: '11111', firstName: 'Ann' }).userId;
  const guarded = world.addAccount({
    phone: '+1 555 0002',
    code: '22222',
    password: 'correct horse',
    passwordHint: 'horse',
    recoveryEmail: 'someone@example.org',
    recoveryCode: '777',
  }).userId;
  return { world, plain, guarded, session: new TestSession(world) };
}

/** What auth.sendCode needs. */
export function codeRequest(phone_number: string, more: Record<string, TlValue> = {}) {
  return { phone_number, api_id: 1, api_hash: 'x', ...more };
}

/** Asks for a code; returns its hash. */
export async function sendCode(session: TestSession, phone: string): Promise<string> {
  return textOf(await session.call('auth.sendCode', codeRequest(phone)), 'phone_code_hash');
}

/** What the real client library makes of a password and the server's challenge. */
export async function prove(answer: TlObject, password: string): Promise<TlObject> {
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
