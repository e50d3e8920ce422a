import type { Settings } from '../config/settings.js';
import type { QuotaLimits } from './quotas.js';

/** The daily limits that the settings of an installation set. */
export function quotaLimits(settings: Settings): QuotaLimits {
  return {
    dm: settings.MAX_DM_PER_DAY,
    join: settings.MAX_JOINS_PER_DAY,
    group_msg: settings.MAX_GROUP_MSGS_PER_DAY,
    phone: settings.MAX_PHONE_MSGS_PER_DAY,
    first_contact: settings.MAX_FIRST_CONTACTS_PER_DAY,
    per_peer: settings.MAX_MSGS_PER_PEER_PER_DAY,
  };
}
