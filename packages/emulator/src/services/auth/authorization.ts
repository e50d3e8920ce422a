import type { Login } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { flag } from '../common/fields.js';

/** The number under which an account's other sessions know a login; the session's own is shown as 0. */
export function hashOfLogin(authKeyId: string): bigint {
  return stable64('login', authKeyId) | 1n;
}

/** A TL Authorization. All clients come over loopback, so there is one address and no country. */
export function renderAuthorization(login: Login, isCurrent: boolean): TlObject {
  const { client } = login;
  return {
    _: 'authorization',
    current: flag(isCurrent),
    hash: isCurrent ? 0n : hashOfLogin(login.authKeyId),
    device_model: client.deviceModel,
    platform: client.langPack,
    system_version: client.systemVersion,
    api_id: client.apiId,
    app_name: `App ${client.apiId}`,
    app_version: client.appVersion,
    date_created: Math.floor(login.since),
    date_active: Math.floor(login.active),
    ip: '127.0.0.1',
    country: '',
    region: '',
  };
}
