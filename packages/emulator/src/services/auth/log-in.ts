import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { viewAs, viewerOf } from '../common/viewer.js';
import { renderUser } from '../render/user.js';
import { tell } from '../updates/deliver.js';
import { hashOfLogin } from './authorization.js';
import { loginBook } from './login-book.js';
import { writeNewLogin } from './service-chat.js';

/** Binds the auth key to the account, tells the account's other sessions, and answers with TL auth.Authorization. */
export function logIn(call: CallContext, account: WorldAccount): TlObject {
  const others = call.logins.of(account.userId).filter((login) => login.authKeyId !== call.authKeyId);
  loginBook(call.world).awaitingPassword.delete(call.authKeyId);
  call.bind(account.userId);
  if (others.length > 0) {
    writeNewLogin(call, account);
    tell(call, account, {
      _: 'updateNewAuthorization',
      unconfirmed: true,
      hash: hashOfLogin(call.authKeyId),
      date: Math.floor(call.now()),
      device: call.client.deviceModel,
      location: '',
    });
  }
  return authorization(call, account);
}

/** TL auth.Authorization of somebody who is logged in. */
export function authorization(call: CallContext, account: WorldAccount): TlObject {
  const user = call.world.users.get(account.userId);
  if (user === undefined) throw new Error(`account ${account.userId} has no user`);
  return { _: 'auth.authorization', user: renderUser(viewAs(call, account), user) };
}

/** Logging out; no token is handed out that would spare the next login its code. */
export const logOutHandlers: Handlers = {
  'auth.logOut': (_request, call) => {
    viewerOf(call);
    call.bind(undefined);
    return { _: 'auth.loggedOut' };
  },
};
