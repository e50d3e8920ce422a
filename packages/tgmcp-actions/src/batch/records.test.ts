import { describe, expect, it } from 'vitest';
import { BATCHES, itemId, MOST_ITEMS, NOTHING_DONE, PROGRESS, scopeOf, type Batch } from './records.js';

const at = { boot: 'b', wall: 1, monotonic: 1, ms: 5 };
const item: Batch['items'][number] = {
  action: {
    accountId: '1001',
    verb: 'delete',
    target: { type: 'channel', id: '-1000000000042' },
    content: { ids: [1, 2] },
    options: { revoke: true },
    forceResend: true,
  },
  target: { id: '-1000000000042', kind: 'supergroup', title: 'Kites', username: 'kites' },
  args: { group: '-1000000000042' },
  details: [{ label: 'Message 1', text: 'Hello' }],
};
const batch: Batch = {
  id: 'batch_1',
  type: 'delete_messages',
  accountId: '1001',
  note: 'tidy up',
  user: '778',
  items: [item],
  blocked: [{ asked: '@gone', code: 'PEER_NOT_FOUND' }],
  created: at,
};
const progress = {
  fence: 0,
  run: { owner: 'actions-1', until: at },
  grantId: 'g',
  held: 'paused',
  stopped: { reason: 'flood', code: 'FLOOD_WAIT', item: 'batch_1-0', notBefore: at },
  ends: [{ item: 0, end: 'failed', code: 'RPC_ERROR' }],
  lastError: 'RPC_ERROR: no',
};
const { user: _user, ...withoutUser } = batch;
const { username: _username, ...unnamed } = item.target;

describe('the records of batches', () => {
  it('lie where earlier versions put them', () => {
    expect([BATCHES, PROGRESS].map(({ folder, version }) => `${folder} ${version}`)).toEqual([
      'batches 1',
      'batch-progress 1',
    ]);
    expect(NOTHING_DONE).toEqual({ fence: 0, ends: [] });
  });

  it.each([
    [BATCHES, batch],
    [BATCHES, withoutUser],
    [BATCHES, { ...batch, items: [{ ...item, target: unnamed }] }],
    [BATCHES, { ...batch, items: Array.from({ length: MOST_ITEMS }, () => item) }],
    [PROGRESS, progress],
    [PROGRESS, { ...progress, held: 'cancelled', stopped: { reason: 'overtaken' }, ends: [] }],
    [PROGRESS, { ...progress, ends: [{ item: 3, end: 'success' }] }],
    [PROGRESS, NOTHING_DONE],
  ])('come back whole: %#', (kind, record) => {
    expect(kind.schema.parse(record)).toEqual(record);
    expect(kind.schema.safeParse({ ...record, further: 1 }).success).toBe(false);
  });

  it.each([
    [BATCHES, { ...batch, type: 'send' }],
    [BATCHES, { ...batch, items: Array.from({ length: MOST_ITEMS + 1 }, () => item) }],
    [BATCHES, { ...batch, items: [{ ...item, further: 1 }] }],
    [BATCHES, { ...batch, items: [{ ...item, target: { ...item.target, kind: 'dialog' } }] }],
    [BATCHES, { ...batch, items: [{ ...item, target: { ...item.target, further: 1 } }] }],
    [BATCHES, { ...batch, items: [{ ...item, details: [{ label: 'a' }] }] }],
    [BATCHES, { ...batch, blocked: [{ asked: '@gone' }] }],
    [PROGRESS, { ...progress, fence: -1 }],
    [PROGRESS, { ...progress, fence: 0.5 }],
    [PROGRESS, { ...progress, held: 'done' }],
    [PROGRESS, { ...progress, run: { owner: 'actions-1' } }],
    [PROGRESS, { ...progress, stopped: {} }],
    [PROGRESS, { ...progress, stopped: { ...progress.stopped, further: 1 } }],
    [PROGRESS, { ...progress, ends: [{ item: -1, end: 'failed' }] }],
    [PROGRESS, { ...progress, ends: [{ item: 0.5, end: 'failed' }] }],
    [PROGRESS, { ...progress, ends: [{ item: 0, end: 'pending' }] }],
    [PROGRESS, { ...progress, ends: [{ item: 0 }] }],
  ])('are read as nothing else: %#', (kind, record) => {
    expect(kind.schema.safeParse(record).success).toBe(false);
  });

  it.each(['success', 'already_member', 'failed', 'blocked_rights', 'blocked_policy'])(
    'know an item that ended with %s',
    (end) => {
      expect(PROGRESS.schema.safeParse({ fence: 0, ends: [{ item: 0, end }] }).success).toBe(true);
    },
  );

  it.each(['add_member', 'delete_messages', 'leave_dialog'])('know the type %s', (type) => {
    expect(BATCHES.schema.safeParse({ ...batch, type }).success).toBe(true);
  });
});

describe('what a person approves of a batch', () => {
  it('is all that its items do, and no title or note', () => {
    expect(scopeOf(batch)).toEqual({
      batch_id: 'batch_1',
      type: 'delete_messages',
      items: [
        {
          peer_type: 'channel',
          peer_id: '-1000000000042',
          verb: 'delete',
          content: { ids: [1, 2] },
          options: { revoke: true },
          force_resend: true,
        },
      ],
    });
    expect(itemId(batch, 3)).toBe('batch_1-3');
  });
});
