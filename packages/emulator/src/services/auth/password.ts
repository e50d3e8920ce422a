import { randomBytes } from 'node:crypto';
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { bytesOf, flag, longOf, objectOf } from '../common/fields.js';
import { emailPattern } from './code-ways.js';
import { checkHourly, noted } from './floods.js';
import { logIn } from './log-in.js';
import { loginBook } from './login-book.js';
import { kdfAlgo, newChallenge, provesPassword, verifierOf } from './srp.js';
import type { SrpSalts } from './srp.js';
import { badRequest } from '../common/viewer.js';

interface Secret {
  readonly password: string;
  readonly salts: SrpSalts;
  readonly verifier: bigint;
}

/** Verifiers cost 100,000 hash rounds, so each account's is kept until its password changes. */
const secrets = new WeakMap<WorldAccount, Secret>();

/** How many wrong passwords an account may be tried with within an hour before FLOOD_WAIT_n. */
const WRONG_PER_HOUR = 10;

function newSalts(): SrpSalts {
  return { salt1: new Uint8Array(randomBytes(40)), salt2: new Uint8Array(randomBytes(16)) };
}

async function secretOf(account: WorldAccount, password: string): Promise<Secret> {
  const known = secrets.get(account);
  if (known?.password === password) return known;
  const salts = newSalts();
  const made = { password, salts, verifier: await verifierOf(password, salts) };
  secrets.set(account, made);
  return made;
}

/** Who asks: somebody logged in, or who gave the right code and still owes the password. Throws 401 AUTH_KEY_UNREGISTERED. */
export function asker(call: CallContext): WorldAccount {
  const userId = call.userId ?? loginBook(call.world).awaitingPassword.get(call.authKeyId);
  const account = userId === undefined ? undefined : call.world.accounts.get(userId);
  if (account === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
  return account;
}

async function getPassword(_request: TlObject, call: CallContext): Promise<TlObject> {
  const account = asker(call);
  const offered = {
    _: 'account.password',
    new_algo: kdfAlgo(newSalts()),
    new_secure_algo: {
      _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
      salt: new Uint8Array(randomBytes(8)),
    },
    secure_random: new Uint8Array(randomBytes(256)),
    ...(account.loginEmail !== undefined && { login_email_pattern: emailPattern(account.loginEmail) }),
  };
  if (account.password === undefined) return offered;
  const secret = await secretOf(account, account.password);
  const challenge = newChallenge(secret.verifier, secret.salts);
  loginBook(call.world).challenges.set(call.authKeyId, challenge);
  return {
    ...offered,
    has_password: true,
    has_recovery: flag(account.recoveryEmail !== undefined),
    current_algo: kdfAlgo(secret.salts),
    srp_B: challenge.B,
    srp_id: challenge.srpId,
    hint: account.passwordHint,
  };
}

/**
 * Checks that the caller knows the account's password. Throws PASSWORD_HASH_INVALID, SRP_ID_INVALID,
 * SRP_PASSWORD_CHANGED, and FLOOD_WAIT_n after too many wrong ones.
 */
export function checkProof(call: CallContext, account: WorldAccount, proof: TlObject | undefined): void {
  const book = loginBook(call.world);
  if (proof?._ !== 'inputCheckPasswordSRP') throw badRequest('PASSWORD_HASH_INVALID');
  const wrong = book.wrongPasswords.get(account.userId) ?? [];
  checkHourly(wrong, WRONG_PER_HOUR, call.now());
  const challenge = book.challenges.get(call.authKeyId);
  if (challenge === undefined || challenge.srpId !== longOf(proof, 'srp_id'))
    throw badRequest('SRP_ID_INVALID');
  book.challenges.delete(call.authKeyId);
  const secret = secrets.get(account);
  if (secret?.password !== account.password || secret?.verifier !== challenge.verifier) {
    throw badRequest('SRP_PASSWORD_CHANGED');
  }
  if (!provesPassword(challenge, bytesOf(proof, 'A'), bytesOf(proof, 'M1'))) {
    book.wrongPasswords.set(account.userId, noted(wrong, call.now()));
    throw badRequest('PASSWORD_HASH_INVALID');
  }
}

function checkPassword(request: TlObject, call: CallContext): TlObject {
  const account = asker(call);
  if (account.password === undefined) throw badRequest('PASSWORD_EMPTY');
  checkProof(call, account, objectOf(request, 'password'));
  return logIn(call, account);
}

/** The second factor: the SRP challenge and its check. */
export const authPasswordHandlers: Handlers = {
  'account.getPassword': getPassword,
  'auth.checkPassword': checkPassword,
};
