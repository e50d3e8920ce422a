import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { inspectState } from './inspect.js';
import { disk, failOnce, QUIET } from './test-disk.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));

let base: string;
let root: string;
let folder: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-inspect-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'b');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'b', { count: 1 });
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

const headOf = (path: string): string =>
  join(path, readdirSync(path).find((name) => name.startsWith('head.')) ?? '');
const WHOLE = { documents: 1, logs: 0, faults: [] };

describe('a look through a state folder', () => {
  it('that is not there says so', () => {
    const nowhere = join(base, 'nowhere');
    expect(inspectState(nowhere)).toEqual({
      documents: 0,
      logs: 0,
      faults: [{ name: '', path: nowhere, what: 'damaged', reason: 'it is not there' }],
    });
  });

  it('that others can reach goes no further', () => {
    chmodSync(root, 0o755);
    expect(inspectState(root)).toEqual({
      documents: 0,
      logs: 0,
      faults: [
        {
          name: '',
          path: root,
          what: 'open to others',
          reason: `${root} cannot be used: it is open to other users`,
          fix: `chmod 700 '${root}'`,
        },
      ],
    });
  });

  it('passes over files, locks, and what is being made', () => {
    for (const name of ['lock', 'counters/.new-0000000000000001']) mkdirSync(join(root, name));
    writeFileSync(join(root, 'host.json'), '{}');
    writeFileSync(join(root, 'counters', 'notes'), 'text');
    expect(inspectState(root)).toEqual(WHOLE);
  });

  it('does not look below a kind that others can reach, and counts nothing there', async () => {
    await store.append('audit', () => 'one');
    chmodSync(join(root, 'counters'), 0o711);
    expect(inspectState(root)).toMatchObject({
      documents: 1,
      logs: 1,
      faults: [{ name: 'counters', path: join(root, 'counters'), what: 'open to others' }],
    });
  });

  it('names what is wrong by its place, in the order of names', async () => {
    await store.create(COUNTERS, 'a', { count: 1 });
    await store.append('audit', () => 'one');
    rmSync(headOf(folder));
    rmSync(headOf(join(root, 'counters', 'a')));
    symlinkSync(base, join(root, 'counters', 'c'));
    chmodSync(join(root, 'logs', 'audit.jsonl'), 0o640);
    writeFileSync(join(root, 'logs', 'notes.txt'), 'text');
    const { documents, logs, faults } = inspectState(root);
    expect({ documents, logs }).toEqual({ documents: 4, logs: 1 });
    expect(faults).toEqual([
      ...['a', 'b'].map((name) => ({
        name: `counters/${name}`,
        path: join(root, 'counters', name),
        what: 'damaged',
        reason: 'it has no single newest generation',
        previous: 1,
      })),
      {
        name: 'counters/c',
        path: join(root, 'counters', 'c'),
        what: 'open to others',
        reason: `${join(root, 'counters', 'c')} cannot be used: it is a symbolic link`,
        fix: `rm '${join(root, 'counters', 'c')}'`,
      },
      expect.objectContaining({
        name: 'logs/audit',
        path: join(root, 'logs', 'audit.jsonl'),
        what: 'open to others',
        fix: `chmod 600 '${join(root, 'logs', 'audit.jsonl')}'`,
      }),
    ]);
  });

  it('finds a call lane that does not hold its one file, and counts lanes as no documents', async () => {
    for (const lane of ['empty', 'odd', 'two', 'whole']) await store.reserve(lane, 250, 1);
    const lane = (name: string): string => join(root, 'lanes', name);
    for (const name of ['empty', 'odd']) {
      for (const file of readdirSync(lane(name))) rmSync(join(lane(name), file));
    }
    writeFileSync(join(lane('odd'), 'other'), '', { mode: 0o600 });
    writeFileSync(join(lane('two'), 'at.boot.17'), '', { mode: 0o600 });
    const { documents, faults } = inspectState(root);
    expect(documents).toBe(1);
    expect(faults).toEqual(
      ['empty', 'odd', 'two'].map((name) => ({
        name: `lanes/${name}`,
        path: lane(name),
        what: 'damaged',
        reason: 'it does not hold the one file of a call lane',
      })),
    );
  });

  it('finds a call lane that others can reach', async () => {
    await store.reserve('calls', 250, 1);
    chmodSync(join(root, 'lanes', 'calls'), 0o755);
    expect(inspectState(root).faults).toMatchObject([{ name: 'lanes/calls', what: 'open to others' }]);
  });

  it('does not go back to the generation that it blames', () => {
    renameSync(folder, join(root, 'counters', 'c'));
    expect(inspectState(root).faults).toEqual([
      {
        name: 'counters/c',
        path: join(root, 'counters', 'c'),
        what: 'damaged',
        reason: 'it belongs to another key',
      },
    ]);
  });

  it('tells the newest whole generation to go back to, by number and not by name', async () => {
    for (let count = 2; count <= 10; count += 1) await store.update(COUNTERS, 'b', () => ({ count }));
    rmSync(headOf(folder));
    expect(inspectState(root).faults).toMatchObject([{ name: 'counters/b', previous: 10 }]);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'garbage');
    expect(inspectState(root).faults[0]).not.toHaveProperty('previous');
  });

  it('blames a damaged anchor, not its log', async () => {
    await store.append('audit', () => 'one');
    const anchor = join(root, 'log-anchors', 'audit');
    for (const name of readdirSync(anchor).filter((file) => file.endsWith('.json'))) {
      writeFileSync(join(anchor, name), 'garbage');
    }
    expect(inspectState(root).faults).toEqual([
      { name: 'log-anchors/audit', path: anchor, what: 'damaged', reason: 'it is not JSON' },
    ]);
  });

  it('names what killed processes left', () => {
    const left = join(root, 'counters', '.new-0000000000000001');
    mkdirSync(left, { mode: 0o700 });
    utimesSync(left, 0, 0);
    expect(inspectState(root)).toEqual({
      documents: 1,
      logs: 0,
      faults: [{ name: '', path: left, what: 'left over', reason: 'a process that was killed left it' }],
    });
  });
});

describe('a look while others use the state', () => {
  it('takes what has just gone for no fault', () => {
    failOnce('readdirSync', 'ENOENT', { at: folder });
    expect(inspectState(root)).toEqual(WHOLE);
    expect(disk.meet).toBe(QUIET);
  });

  it('names what the disk does not read, and leaves a bug a bug', () => {
    failOnce('readdirSync', 'EIO', { at: folder });
    expect(inspectState(root).faults).toEqual([
      { name: 'counters/b', path: folder, what: 'damaged', reason: 'it cannot be read (EIO)' },
    ]);
    failOnce('openSync', 'EIO', { at: '.json' });
    expect(inspectState(root).faults).toMatchObject([
      {
        name: 'counters/b',
        what: 'damaged',
        reason: expect.stringContaining('cannot be read or written (EIO'),
      },
    ]);
    disk.meet = (call, path) => {
      if (call !== 'readdirSync' || path !== folder) return;
      disk.meet = QUIET;
      throw new TypeError('a bug');
    };
    expect(() => inspectState(root)).toThrow('a bug');
  });
});
