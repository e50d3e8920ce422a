import { expect, it } from 'vitest';
import { loadSettings } from '../config/load.js';
import { pacerSettings } from './pacer-settings.js';
import { quotaLimits } from './quota-limits.js';

const loaded = loadSettings('actions', {
  TG_ENV_FILE: '/dev/null',
  RATE_RPS: '7',
  TG_GLOBAL_RPS_MODE: 'local',
  TG_FLOOD_CIRCUIT_THRESHOLD_SEC: '301',
  TG_FLOOD_CIRCUIT_COOLDOWN_SEC: '902',
  MAX_DM_PER_DAY: '11',
  MAX_JOINS_PER_DAY: '12',
  MAX_GROUP_MSGS_PER_DAY: '13',
  MAX_PHONE_MSGS_PER_DAY: '6',
  MAX_FIRST_CONTACTS_PER_DAY: '4',
  MAX_MSGS_PER_PEER_PER_DAY: '5',
});

it('the pace and the quotas are those that the settings say', () => {
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  expect(pacerSettings(loaded.settings)).toEqual({
    rateRps: 7,
    mode: 'local',
    breakerThresholdSec: 301,
    breakerCooldownSec: 902,
  });
  expect(quotaLimits(loaded.settings)).toEqual({
    dm: 11,
    join: 12,
    group_msg: 13,
    phone: 6,
    first_contact: 4,
    per_peer: 5,
  });
});
