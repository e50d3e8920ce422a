import { describe, expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { askForBatch } from './ask.js';
import type { Batch, BatchItem, BatchType } from './records.js';
import { BATCH_ID, batchBench } from './test-bench.js';

const DAY_MS = 86_400_000;

/** What a person is asked for a batch, changed as wanted. */
async function asked(type: BatchType, change: (batch: Batch) => Partial<Batch> = () => ({}), ttlMs = DAY_MS) {
  const { book, grants } = await batchBench({ items: 2, type });
  const found = await book.find(BATCH_ID);
  if (found === undefined) throw new Error('no batch');
  const batch = { ...found.batch, ...change(found.batch) };
  const answer = await askForBatch({ grants, book, leaseMs: 60_000 }, batch, { id: '1001' }, ttlMs, noForms);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return { grant: answer.value.grant, progress: (await book.find(BATCH_ID))?.progress };
}

const withItems = (change: (item: BatchItem, index: number) => BatchItem) => (batch: Batch) => ({
  items: batch.items.map(change),
});
const CHAT = /^.*Kites & Code.* supergroup, id -1000000000042/;

describe('what a person is asked for a batch', () => {
  it('is to leave chats, each of them named', async () => {
    const { grant, progress } = await asked('leave_dialog', () => ({ note: 'tidy up' }));
    expect(grant).toMatchObject({
      ttlMs: DAY_MS,
      grant: { verb: 'batch', lifeMs: 60_000, scope: { batch_id: BATCH_ID } },
      preview: {
        summary: 'leave 2 chats',
        details: [
          { label: 'Batch', text: BATCH_ID },
          { label: "What for, in the agent's words", text: 'tidy up' },
        ],
        notes: [],
      },
    });
    for (const item of grant.preview.items ?? []) expect(item).toMatch(new RegExp(`${CHAT.source}$`));
    expect(grant.preview.items).toHaveLength(2);
    expect(progress).toMatchObject({ grantId: grant.id });
  });

  it('is to add one person, who is shown once', async () => {
    const details = [{ label: 'Person', text: 'Ann' }];
    const { grant } = await asked(
      'add_member',
      withItems((item) => ({ ...item, details })),
    );
    expect(grant.preview).toMatchObject({
      summary: 'add one person to 2 chats',
      details: [{ label: 'Batch' }, { label: 'Person', text: 'Ann' }],
    });
    expect(grant.preview.details).toHaveLength(2);
    const none = await asked('add_member', () => ({ items: [] }));
    expect(none.grant.preview.details).toEqual([{ label: 'Batch', text: BATCH_ID }]);
  });

  it.each([
    [true, 'delete 3 messages for everybody'],
    [false, 'delete 3 messages for this account only'],
  ])('is to delete messages, each with what it says; for everybody: %s', async (revoke, summary) => {
    const change = withItems((item, index) => ({
      ...item,
      action: {
        ...item.action,
        content: index === 0 ? { ids: [1, 2] } : { ids: [3] },
        options: { revoke: revoke && index === 1 },
      },
      details: [{ label: `Message ${index}`, text: 'Hello' }],
    }));
    const { grant } = await asked('delete_messages', change);
    expect(grant.preview).toMatchObject({ summary, details: [{ label: 'Batch' }] });
    expect(grant.preview.details).toHaveLength(1);
    const [first = '', second = ''] = grant.preview.items ?? [];
    expect(first).toMatch(new RegExp(`${CHAT.source}: 2 messages\\.\nMessage 0: Hello$`));
    expect(second).toMatch(new RegExp(`${CHAT.source}: 1 message\\.\nMessage 1: Hello$`));
    const strange = await asked('delete_messages');
    expect(strange.grant.preview.summary).toBe('delete 0 messages for this account only');
  });

  it('counts one as one', async () => {
    const one = (batch: Batch) => ({ items: batch.items.slice(0, 1) });
    expect((await asked('leave_dialog', one)).grant.preview.summary).toBe('leave 1 chat');
    expect((await asked('add_member', one)).grant.preview.summary).toBe('add one person to 1 chat');
  });

  it('says how much is left out', async () => {
    const blocked = [
      { asked: 'a', code: 'PEER_NOT_FOUND' },
      { asked: 'b', code: 'DUPLICATE' },
    ];
    const { grant } = await asked('leave_dialog', () => ({ blocked }));
    expect(grant.preview.notes).toEqual(['2 of what was asked for cannot be done and is left out.']);
  });

  it('waits for a day at most', async () => {
    expect((await asked('leave_dialog', undefined, 7 * DAY_MS)).grant.ttlMs).toBe(DAY_MS);
    expect((await asked('leave_dialog', undefined, 60_000)).grant.ttlMs).toBe(60_000);
  });
});
