import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { StateStore } from '../state/store.js';
import { ExportJournal } from './journal.js';
import { EXPORTS, type Checkpoint, type ExportRecord } from './record.js';

const ID = 'messages-20260920-000000-abcdef';
const START: Checkpoint = {
  bytes: 0,
  sha256: '0'.repeat(64),
  rows: 0,
  section: 0,
  position: null,
  sectionRows: 0,
};
const RECORD: ExportRecord = {
  what: 'messages',
  format: 'jsonl',
  phones: false,
  question: 'q',
  begun: 0,
  sections: [{ above: 0, upTo: 9, most: 0 }],
  checkpoint: START,
  complete: false,
};

let clock: ManualClock;
let store: StateStore;
beforeEach(() => {
  clock = manualClock();
  store = createMemoryStore({ clock });
});

const further = (rows: number): Checkpoint => ({ ...START, rows, bytes: rows * 10, position: rows });

async function claimed(): Promise<ExportJournal> {
  const outcome = await ExportJournal.claim(store, clock, ID);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

/** The worker is killed: nothing of it runs any more, and its claim stands. */
async function killWorker(): Promise<void> {
  await store.update(EXPORTS, ID, (record) =>
    record?.worker === undefined
      ? record
      : { ...record, worker: { ...record.worker, pid: 2 ** 22 + 1, started: 'long ago' } },
  );
}

describe('the journal of an export', () => {
  it('keeps the checkpoint for whoever goes on', async () => {
    const first = await ExportJournal.begin(store, clock, ID, RECORD);
    expect(await first.move(further(3))).toMatchObject({ ok: true });
    await first.release();
    expect((await claimed()).record.checkpoint).toEqual(further(3));
  });

  it('is of one worker at a time, also within one process', async () => {
    const first = await ExportJournal.begin(store, clock, ID, RECORD);
    const second = await ExportJournal.claim(store, clock, ID);
    expect(second).toMatchObject({ ok: false, refusal: { code: 'EXPORT_BUSY', data: { pid: process.pid } } });
    await first.release();
    expect(await ExportJournal.claim(store, clock, ID)).toMatchObject({ ok: true });
  });

  it('is taken over from a process that is gone, and then tells it so when it was only paused', async () => {
    const paused = await ExportJournal.begin(store, clock, ID, RECORD);
    await killWorker();
    const heir = await claimed();
    expect(await heir.move(further(5))).toMatchObject({ ok: true });
    expect(await paused.move(further(9), true)).toMatchObject({
      ok: false,
      refusal: { code: 'EXPORT_BUSY' },
    });
    await paused.release();
    expect((await store.get(EXPORTS, ID))?.value).toMatchObject({ checkpoint: further(5), complete: false });
    expect(await heir.move(further(6))).toMatchObject({ ok: true });
  });

  it('says when there is no such export', async () => {
    expect(await ExportJournal.claim(store, clock, ID)).toMatchObject({
      ok: false,
      refusal: { code: 'EXPORT_NOT_FOUND' },
    });
  });
});
