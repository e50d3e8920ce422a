import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { done } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { StateStore } from '../state/store.js';
import { ExportJournal } from './journal.js';
import { PartFile } from './part-file.js';
import { ExportRun, type ExportHow, type Stopped } from './run.js';
import type { ExportSource } from './sources/source.js';

const ID = 'messages-20260920-000000-abcdef';
const PAGE_MS = 400;
const PAGES = 5;

let clock: ManualClock;
let store: StateStore;
let folder: string;
let file: string;
beforeEach(async () => {
  clock = manualClock();
  store = createMemoryStore({ clock });
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-run-'));
  file = join(folder, 'x.part');
  const journal = await ExportJournal.begin(store, clock, ID, {
    what: 'messages',
    format: 'jsonl',
    phones: false,
    question: 'q',
    begun: 0,
    sections: [
      { above: 0, upTo: PAGES, most: 0, expected: PAGES },
      { above: 0, upTo: PAGES, most: 0, expected: PAGES },
    ],
    checkpoint: {
      bytes: 0,
      sha256: createHash('sha256').digest('hex'),
      rows: 0,
      section: 0,
      position: null,
      sectionRows: 0,
    },
    complete: false,
  });
  await journal.release();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Pages of one row each, which take a while; `trouble` comes instead of the page behind a position. */
function source(trouble?: number): ExportSource {
  return {
    head: () => Promise.resolve('head\n'),
    sectionHead: () => '#\n',
    async fetch(_, from, __, { signal }) {
      const page = typeof from === 'number' ? from : 0;
      if (page === trouble) return refuse('FLOOD_WAIT', { retryAfter: 9 });
      await clock.advance(PAGE_MS);
      if (signal?.aborted === true) return refuse('CANCELLED');
      const next = page + 1;
      return done({ rows: 1, next, more: next < PAGES, text: () => Promise.resolve(`${next}\n`) });
    },
  };
}

async function run(from: ExportSource, how: Partial<ExportHow> = {}): Promise<Stopped> {
  const journal = await ExportJournal.claim(store, clock, ID);
  if (!journal.ok) throw new Error(journal.refusal.code);
  const part = await PartFile.goOn(file, journal.value.record.checkpoint);
  if (part === undefined) throw new Error('damaged');
  const all = { signal: new AbortController().signal, maxMs: 0, progress: () => undefined, ...how };
  try {
    const ended = await new ExportRun(journal.value, part, from, clock, all).go();
    if (!ended.ok) throw new Error(ended.refusal.code);
    return ended.value;
  } finally {
    await part.close();
    await journal.value.release();
  }
}

const WHOLE = 'head\n#\n1\n2\n3\n4\n5\n#\n1\n2\n3\n4\n5\n';
const checkpoint = async () => {
  const claimed = await ExportJournal.claim(store, clock, ID);
  if (!claimed.ok) throw new Error(claimed.refusal.code);
  await claimed.value.release();
  return claimed.value.record;
};

describe('a run of an export', () => {
  it('writes head, sections and rows, and notes that all is there', async () => {
    const told: (number | undefined)[][] = [];
    expect(
      await run(source(), { progress: (rows, expected) => void told.push([rows, expected]) }),
    ).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(WHOLE);
    expect(await checkpoint()).toMatchObject({ complete: true, checkpoint: { rows: 10, section: 2 } });
    expect(told.length).toBeGreaterThan(1);
    expect(told.every(([, expected]) => expected === 2 * PAGES)).toBe(true);
  });

  it('ends when its time is over, and the next ones write the rest and nothing twice', async () => {
    let calls = 0;
    while ((await run(source(), { maxMs: 2 * PAGE_MS })) !== undefined) {
      calls += 1;
      expect((await checkpoint()).complete).toBe(false);
    }
    expect(calls).toBeGreaterThan(1);
    expect(readFileSync(file, 'utf8')).toBe(WHOLE);
  });

  it('keeps what came before a refusal, and says it', async () => {
    expect(await run(source(3))).toMatchObject({ code: 'FLOOD_WAIT', retry_after: 9 });
    expect((await checkpoint()).checkpoint).toMatchObject({ rows: 3, section: 0, position: 3 });
    expect(await run(source())).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(WHOLE);
  });

  it('ends as soon as it is cancelled', async () => {
    const cancelled = new AbortController();
    const stopped = await run(source(), {
      signal: cancelled.signal,
      progress: () => cancelled.abort(),
    });
    expect(stopped).toMatchObject({ code: 'CANCELLED' });
    expect((await checkpoint()).checkpoint.rows).toBeGreaterThan(0);
    expect(await run(source())).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(WHOLE);
  });
});
