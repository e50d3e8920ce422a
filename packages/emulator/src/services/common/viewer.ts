import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Stage } from '../../rpc/handler.js';
import type { WorldAccount } from '../../world/model.js';
import type { World } from '../../world/world.js';

/** The account that asks, in its world, at a moment (seconds since the epoch). */
export interface Viewer {
  readonly world: World;
  readonly account: WorldAccount;
  readonly id: bigint;
  readonly now: number;
}

/** A 400 error, the usual kind. */
export function badRequest(text: string): RpcError {
  return new RpcError(400, text);
}

/** A 403 error: understood, but not allowed. */
export function forbidden(text: string): RpcError {
  return new RpcError(403, text);
}

/** Who asks. Throws 401 AUTH_KEY_UNREGISTERED before login. */
export function viewerOf(call: CallContext): Viewer {
  const account = call.userId === undefined ? undefined : call.world.accounts.get(call.userId);
  if (account === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
  return viewAs(call, account);
}

/** The same call seen as another account, to render what is pushed to it. */
export function viewAs(call: Stage, account: WorldAccount): Viewer {
  return { world: call.world, account, id: account.userId, now: Math.floor(call.now()) };
}
