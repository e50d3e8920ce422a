import type { AuthKey } from '../mtproto/auth-keys.js';
import { RpcError } from '../rpc/handler.js';
import type { World } from '../world/world.js';
import { isPublic } from './public-methods.js';

/**
 * An account lives on one data centre (core.telegram.org/api/datacenter), the one it is said to or where it logged in;
 * others, to which its login was carried, serve it files and what needs no login.
 * Throws 303 USER_MIGRATE_n for any other call elsewhere.
 */
export function checkHome(world: World, key: AuthKey, method: string): void {
  if (key.userId === undefined || isPublic(method) || /^(?:auth|upload)\./.test(method)) return;
  const home = world.accounts.get(key.userId)?.dc ?? key.login?.home;
  if (home !== undefined && home !== key.dc) throw new RpcError(303, `USER_MIGRATE_${home}`);
}
