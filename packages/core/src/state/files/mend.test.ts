import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { inspectState } from './inspect.js';
import { forgetDocument, restorePrevious } from './mend.js';

let base: string;
let root: string;
let folder: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-mend-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'a');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
  await store.update(COUNTERS, 'a', () => ({ count: 2 }));
  await store.append('events', () => 'one');
  await store.append('events', () => 'two');
  await store.reserve('calls', 250, 1);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const newest = (): string => join(folder, readdirSync(folder).find((name) => name.startsWith('2.')) ?? '');
const head = (): string => join(folder, readdirSync(folder).find((name) => name.startsWith('head.')) ?? '');
const tree = (): string[] => readdirSync(base, { recursive: true }).map(String).toSorted();

/** Looks, and shows that looking changed nothing. */
function look(): ReturnType<typeof inspectState> {
  const before = tree();
  const report = inspectState(root);
  expect(tree()).toEqual(before);
  return report;
}

describe('a look through state', () => {
  it('finds whole what is whole, a log short of its last line included', async () => {
    expect(look()).toEqual({ documents: 2, logs: 1, faults: [] });
    writeFileSync(join(root, 'logs', 'events.jsonl'), 'one\ntw');
    expect(look().faults).toEqual([]);
    expect(await store.readLog('events')).toEqual(['one', 'two']);
  });

  const damages: Record<string, readonly [damage: () => void | Promise<void>, fault: object]> = {
    'a changed byte': [
      () => writeFileSync(newest(), readFileSync(newest(), 'utf8').replace('"count":2', '"count":3')),
      { name: 'counters/a', what: 'damaged', reason: 'its checksum does not match', previous: 1 },
    ],
    'a missing newest generation': [
      () => rmSync(newest()),
      { name: 'counters/a', reason: 'its newest generation is missing', previous: 1 },
    ],
    'a missing head': [
      () => rmSync(head()),
      { name: 'counters/a', reason: 'it has no single newest generation', previous: 2 },
    ],
    'a head too many': [
      () => writeFileSync(join(folder, 'head.1.0000000000000000'), '', { mode: 0o600 }),
      { name: 'counters/a', reason: 'it has no single newest generation' },
    ],
    'what was set aside': [
      async () => {
        writeFileSync(newest(), 'garbage');
        await expect(store.get(COUNTERS, 'a')).rejects.toThrow('set aside');
      },
      { name: 'counters/a', reason: 'damaged bytes were set aside in it', previous: 1 },
    ],
    'a document under another name': [
      () => {
        mkdirSync(join(root, 'counters', 'b'), { mode: 0o700 });
        for (const name of readdirSync(folder)) {
          writeFileSync(join(root, 'counters', 'b', name), readFileSync(join(folder, name)), { mode: 0o600 });
        }
      },
      { name: 'counters/b', reason: 'it belongs to another key' },
    ],
    'a call lane': [
      () => writeFileSync(join(root, 'lanes', 'calls', 'more'), '', { mode: 0o600 }),
      { name: 'lanes/calls', reason: 'it does not hold the one file of a call lane' },
    ],
    'a log that was cut': [
      () => writeFileSync(join(root, 'logs', 'events.jsonl'), 'on'),
      { name: 'logs/events', reason: 'lines are missing at its end' },
    ],
    'a log that grew': [
      () => writeFileSync(join(root, 'logs', 'events.jsonl'), 'one\ntwo\nthree\n'),
      { name: 'logs/events', reason: 'something was appended from outside' },
    ],
    'a log without its anchor': [
      () => rmSync(join(root, 'log-anchors'), { recursive: true }),
      { name: 'logs/events', reason: 'it has lines, but its anchor is gone' },
    ],
    rights: [
      () => chmod(folder, 0o755),
      { name: 'counters/a', what: 'open to others', fix: expect.stringContaining('chmod 700') },
    ],
  };
  for (const [what, [damage, fault]] of Object.entries(damages)) {
    it(`names ${what}, and only that`, async () => {
      await damage();
      const { faults } = look();
      expect(faults).toMatchObject([fault]);
      expect(faults).toHaveLength(1);
    });
  }
});

describe('mending', () => {
  const aside = (): string => join(base, 'aside');

  it('goes back to the newest whole generation, under a number that was never used', async () => {
    writeFileSync(newest(), 'garbage');
    await expect(store.get(COUNTERS, 'a')).rejects.toThrow();
    await restorePrevious(root, 'counters/a', aside());
    expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 1 }, generation: 3 });
    expect(await store.compareAndSwap(COUNTERS, 'a', 2, { count: 9 })).toBeUndefined();
    expect(look().faults).toEqual([]);
    expect(readdirSync(aside())).toHaveLength(1);
  });

  it('takes the newest whole generation where no head says which one counts', async () => {
    rmSync(head());
    await restorePrevious(root, 'counters/a', aside());
    expect((await store.get(COUNTERS, 'a'))?.value).toEqual({ count: 2 });
  });

  it('goes back to nothing that is not whole', async () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      writeFileSync(join(folder, name), 'garbage');
    }
    await expect(restorePrevious(root, 'counters/a', aside())).rejects.toThrow('no whole earlier generation');
    await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });

  it('begins anew with a document, and keeps what was there', async () => {
    writeFileSync(newest(), 'garbage');
    await forgetDocument(root, 'counters/a', aside());
    expect(await store.get(COUNTERS, 'a')).toBeUndefined();
    expect(
      readFileSync(join(aside(), readdirSync(aside()).find((name) => name.startsWith('2.')) ?? ''), 'utf8'),
    ).toBe('garbage');
  });

  it('begins anew with a log and its anchor together', async () => {
    writeFileSync(join(root, 'logs', 'events.jsonl'), 'on');
    await forgetDocument(root, 'logs/events', aside());
    expect(readdirSync(aside()).toSorted()).toEqual(['anchor', 'log']);
    await store.append('events', (before) => before ?? 'first');
    expect(await store.readLog('events')).toEqual(['first']);
    expect(existsSync(join(root, 'log-anchors', 'events'))).toBe(true);
  });
});
