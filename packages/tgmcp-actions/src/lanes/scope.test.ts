import { describe, expect, it } from 'vitest';
import type { GrantProposal } from '../approvals/proposal.js';
import { scopeOf, shownScope, storedScope, withinCaps, type LaneCaps, type LaneScope } from './scope.js';

const SCOPE: LaneScope = {
  version: 1,
  name: 'Reports',
  purpose: 'How the build went',
  targets: [
    { id: '-1000000000042', kind: 'supergroup', title: 'Kites', username: 'kites' },
    { id: '777', kind: 'user', title: 'Ann' },
  ],
  ttl_sec: 3600,
  max_messages: 10,
  max_messages_per_target: 5,
  min_interval_sec: 60,
  max_message_len: 100,
  allow_links: false,
  hours: { start: '09:00', end: '17:00', timezone: 'UTC' },
};
const CAPS: LaneCaps = {
  TG_ACTIONS_LANE_MAX_TTL_SEC: 3600,
  TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 1800,
  TG_ACTIONS_LANE_MAX_TARGETS: 2,
  TG_ACTIONS_LANE_MAX_MESSAGES: 10,
  TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 60,
  TG_ACTIONS_MAX_MESSAGE_LEN: 100,
};
const grantOf = (scope: object) => ({ grant: { scope } }) as unknown as GrantProposal;
const { hours: _hours, ...always } = SCOPE;

describe('the bounds of a lane', () => {
  it('are those that were approved while the operator allows as much', () => {
    expect(withinCaps(SCOPE, CAPS)).toEqual(SCOPE);
    const more = Object.fromEntries(Object.entries(CAPS).map(([name, cap]) => [name, 2 * cap]));
    expect(withinCaps(SCOPE, { ...CAPS, ...more, TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 30 })).toEqual(SCOPE);
  });

  it.each([
    [{ TG_ACTIONS_LANE_MAX_TTL_SEC: 60 }, { ttl_sec: 60 }],
    [{ TG_ACTIONS_LANE_MAX_MESSAGES: 7 }, { max_messages: 7 }],
    [{ TG_ACTIONS_LANE_MAX_MESSAGES: 3 }, { max_messages: 3, max_messages_per_target: 3 }],
    [{ TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 90 }, { min_interval_sec: 90 }],
    [{ TG_ACTIONS_MAX_MESSAGE_LEN: 50 }, { max_message_len: 50 }],
    // Too many chats: it is of no use, rather than of use for some of them.
    [{ TG_ACTIONS_LANE_MAX_TARGETS: 1 }, { max_messages: 0, max_messages_per_target: 0 }],
  ])('are narrowed to what the operator allows today: %j', (caps, change) => {
    expect(withinCaps(SCOPE, { ...CAPS, ...caps })).toEqual({ ...SCOPE, ...change });
  });
});

describe('a stored scope', () => {
  it('comes back whole, with or without hours and usernames', () => {
    for (const scope of [SCOPE, always]) {
      expect(storedScope(scope)).toEqual(scope);
      expect(scopeOf(grantOf(storedScope(scope)))).toEqual(scope);
      expect(shownScope(grantOf(storedScope(scope)))).toEqual(scope);
    }
    expect(storedScope(always)).not.toHaveProperty('hours');
    expect(JSON.stringify(storedScope({ ...SCOPE, targets: [] }))).not.toContain('username');
  });

  it.each([
    ['nothing', {}],
    ['another version', { ...SCOPE, version: 2 }],
    ['a field more', { ...SCOPE, further: 1 }],
    ['half a message', { ...SCOPE, max_messages: 0.5 }],
    ['half a message to one', { ...SCOPE, max_messages_per_target: 0.5 }],
    ['half a second', { ...SCOPE, ttl_sec: 0.5 }],
    ['half a pause', { ...SCOPE, min_interval_sec: 0.5 }],
    ['half a letter', { ...SCOPE, max_message_len: 0.5 }],
    ['a target of no kind', { ...SCOPE, targets: [{ id: '1', kind: 'dialog', title: 'A' }] }],
    ['a target with more', { ...SCOPE, targets: [{ id: '1', kind: 'user', title: 'A', further: 1 }] }],
    ['hours without an end', { ...SCOPE, hours: { start: '09:00', timezone: 'UTC' } }],
    ['hours with more', { ...SCOPE, hours: { ...SCOPE.hours, further: 1 } }],
    ['links perhaps', { ...SCOPE, allow_links: 1 }],
  ])('that holds %s allows nothing', (_name, scope) => {
    expect(() => scopeOf(grantOf(scope))).toThrow();
    expect(shownScope(grantOf(scope))).toEqual({
      version: 1,
      name: '',
      purpose: '',
      targets: [],
      ttl_sec: 0,
      max_messages: 0,
      max_messages_per_target: 0,
      min_interval_sec: 0,
      max_message_len: 0,
      allow_links: false,
    });
  });
});
