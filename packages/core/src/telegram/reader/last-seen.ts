import type { Api } from 'telegram';
import { isoTime } from './iso-time.js';

/**
 * When somebody was last seen, as far as Telegram shows it: `online`, a time in ISO 8601, or roughly `recently` (within 3
 * days), `within_week`, `within_month`; undefined where it says nothing (core.telegram.org/type/UserStatus).
 */
export function lastSeen(user: Api.User): string | undefined {
  const status = user.status ?? undefined;
  switch (status?.className) {
    case 'UserStatusOnline':
      return 'online';
    case 'UserStatusOffline':
      return isoTime(status.wasOnline);
    case 'UserStatusRecently':
      return 'recently';
    case 'UserStatusLastWeek':
      return 'within_week';
    case 'UserStatusLastMonth':
      return 'within_month';
    default:
      return undefined;
  }
}
