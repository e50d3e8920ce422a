import { manualClock, momentAfter } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { GrantState } from '../approvals/grants.js';
import { KITES } from '../gates/test-bench.js';
import { laneFields, laneRecord, laneStatus, LANE_STATUSES, type LaneView } from './summary.js';
import { laneBench } from './test-bench.js';

const record = z.strictObject(laneRecord);

async function view(): Promise<LaneView> {
  const bench = laneBench();
  const found = await bench.lanes.get(await bench.lane());
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value;
}

const used = (total: number): LaneView['use'] => ({ total, byPeer: new Map([[KITES.id, total]]) });

describe('where a lane stands', () => {
  it.each<[GrantState, string]>([
    ['waiting', 'pending_approval'],
    ['approved', 'pending_approval'],
    ['active', 'active'],
    ['replaced', 'expired'],
    ['expired', 'expired'],
    ['ended', 'expired'],
    ['refused', 'refused'],
    ['revoked', 'revoked'],
    ['invalid_scope', 'invalid_scope'],
  ])('%s: %s', async (state, status) => {
    const lane = await view();
    expect(laneStatus({ ...lane, standing: { ...lane.standing, state } })).toBe(status);
  });

  it('exhausted, once no message is left, and only while it is in use', async () => {
    const lane = await view();
    expect(laneStatus({ ...lane, use: used(2) })).toBe('active');
    expect(laneStatus({ ...lane, use: used(3) })).toBe('exhausted');
    const standing = { ...lane.standing, state: 'revoked' } as const;
    expect(laneStatus({ ...lane, standing, use: used(3) })).toBe('revoked');
    expect(LANE_STATUSES).toContain('exhausted');
  });
});

describe('a lane in the words of a result', () => {
  it('has its bounds and how far it is used up', async () => {
    const lane = await view();
    const { grant, taken } = lane.standing;
    const fields = laneFields({ ...lane, use: used(2) });
    expect(fields).toEqual({
      lane_id: grant.id,
      status: 'active',
      name: 'Reports',
      purpose: 'How the build went',
      account: '@ann',
      targets: [
        { id: KITES.id, type: 'supergroup', title: KITES.title, username: 'kites', messages_used: 2 },
      ],
      messages_used: 2,
      max_messages: 3,
      max_messages_per_target: 3,
      min_interval_sec: 0,
      max_message_len: 100,
      allow_links: false,
      ttl_sec: 86_400,
      created_at: new Date(grant.created.wall).toISOString(),
      approved_at: new Date(taken?.wall ?? 0).toISOString(),
      expires_at: new Date((taken?.wall ?? 0) + 86_400_000).toISOString(),
    });
    expect(record.parse(fields)).toEqual(fields);
  });

  it('shows what is there only at times, and nothing foreign as it came', async () => {
    const { standing, scope, use } = await view();
    const { taken: _taken, ...waiting } = standing;
    const { username: _username, ...account } = standing.grant.account;
    const at = momentAfter(manualClock(), 0);
    const lane: LaneView = {
      standing: {
        ...waiting,
        state: 'revoked',
        grant: { ...standing.grant, account },
        revocation: { ...standing.revocation, id: standing.grant.id, at, by: 'agent', reason: 'a\u202Eb' },
      } as LaneView['standing'],
      scope: {
        ...scope,
        name: 'a\u202Eb',
        purpose: 'c\u202Ed',
        targets: [{ id: '7', kind: 'user', title: 'e\u202Ef' }],
        hours: { start: '09:00', end: '17:00', timezone: 'UTC' },
      },
      use,
    };
    const fields = laneFields(lane);
    expect(fields).toMatchObject({
      account: '1001',
      targets: [{ id: '7', type: 'user', messages_used: 0 }],
      active_hours: '09:00-17:00 UTC',
      expires_at: new Date(standing.grant.created.wall + standing.grant.ttlMs).toISOString(),
    });
    expect(fields.targets[0]).not.toHaveProperty('username');
    expect(fields).not.toHaveProperty('approved_at');
    for (const text of [fields.name, fields.purpose, fields.targets[0]?.title, fields.revoked_reason]) {
      expect(text).toMatch(/^\w.+\w$/);
      expect(text).not.toContain('\u202E');
    }
    const unsaid = { ...lane.standing, revocation: { ...lane.standing.revocation, reason: '' } };
    expect(laneFields({ ...lane, standing: unsaid as LaneView['standing'] })).not.toHaveProperty(
      'revoked_reason',
    );
  });

  it.each([
    { status: 'running' },
    { messages_used: -1 },
    { max_messages: 0.5 },
    { ttl_sec: 1_000_000_001 },
    { targets: [{ id: '7', type: 'user', title: 'A', messages_used: 0, further: 1 }] },
    { targets: [{ id: '7', type: 'dialog', title: 'A', messages_used: 0 }] },
  ])('is nothing else: %j', async (change) => {
    const fields = laneFields(await view());
    expect(record.safeParse({ ...fields, ...change }).success).toBe(false);
    expect(record.safeParse({ ...fields, ttl_sec: 1_000_000_000 }).success).toBe(true);
  });
});
