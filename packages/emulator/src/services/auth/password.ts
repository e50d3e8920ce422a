import { randomBytes } from 'node:crypto';
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { logIn } from './code.js';
import { bytesOf, longOf, objectOf } from '../common/fields.js';
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

function asker(call: CallContext): WorldAccount {
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
  };
  if (account.password === undefined) return offered;
  const secret = await secretOf(account, account.password);
  const challenge = newChallenge(secret.verifier, secret.salts);
  loginBook(call.world).challenges.set(call.authKeyId, challenge);
  return {
    ...offered,
    has_password: true,
    current_algo: kdfAlgo(secret.salts),
    srp_B: challenge.B,
    srp_id: challenge.srpId,
    hint: account.passwordHint,
  };
}

function checkPassword(request: TlObject, call: CallContext): TlObject {
  const account = asker(call);
  const book = loginBook(call.world);
  const proof = objectOf(request, 'password');
  if (proof?._ !== 'inputCheckPasswordSRP') throw badRequest('PASSWORD_HASH_INVALID');
  const challenge = book.challenges.get(call.authKeyId);
  if (challenge === undefined || challenge.srpId !== longOf(proof, 'srp_id'))
    throw badRequest('SRP_ID_INVALID');
  book.challenges.delete(call.authKeyId);
  if (!provesPassword(challenge, bytesOf(proof, 'A'), bytesOf(proof, 'M1'))) {
    throw badRequest('PASSWORD_HASH_INVALID');
  }
  return logIn(call, account);
}

/** The second factor: the SRP challenge and its check. */
export const authPasswordHandlers: Handlers = {
  'account.getPassword': getPassword,
  'auth.checkPassword': checkPassword,
};
