import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { manualClock } from '../../clock/manual-clock.js';
import { StateError } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { Documents } from './documents.js';
import { disk, failOnce, QUIET } from './test-disk.js';
import type * as verifiedWrite from './verified-write.js';
import { writeVerified } from './verified-write.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));
vi.mock('./verified-write.js', async (original) => {
  const real = await original<typeof verifiedWrite>();
  return { ...real, writeVerified: vi.fn(real.writeVerified) };
});

let base: string;
let root: string;
let kind: string;
let folder: string;
let documents: Documents;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-documents-'));
  root = join(base, 'state');
  kind = join(root, 'counters');
  folder = join(kind, 'a');
  documents = new Documents(root, manualClock());
  await documents.create(COUNTERS, 'a', { count: 1 });
});
afterEach(() => {
  disk.meet = QUIET;
  disk.list = () => undefined;
  rmSync(base, { recursive: true, force: true });
});

const corrupt = (reason: string) =>
  expect.objectContaining({ code: 'STATE_CORRUPT', message: expect.stringContaining(reason) });

describe('a document that is whole but not the one asked for', () => {
  it('is refused: another key, another version, another schema', () => {
    renameSync(folder, join(kind, 'b'));
    expect(() => documents.read(COUNTERS, 'b')).toThrow(corrupt('it belongs to another key'));
    renameSync(join(kind, 'b'), folder);
    expect(() => documents.read({ ...COUNTERS, version: 2 }, 'a')).toThrow(
      corrupt('it has format version 1, this program knows version 2'),
    );
    const other = { ...COUNTERS, schema: z.strictObject({ text: z.string() }) };
    expect(() => documents.read(other, 'a')).toThrow(
      corrupt('its content does not fit the schema of this program'),
    );
    expect(documents.read(COUNTERS, 'a')).toEqual({ value: { count: 1 }, generation: 1 });
  });

  it('is refused when its newest generation is missing', () => {
    const name = readdirSync(folder).find((one) => one.endsWith('.json')) ?? '';
    rmSync(join(folder, name));
    expect(() => documents.read(COUNTERS, 'a')).toThrow(corrupt(`${join(folder, name)} is missing`));
  });

  for (const name of ['../x', 'a/b', 'Ab', '1a', '-a', 'a_b', 'a.b', '']) {
    it(`has no kind that leads elsewhere: ${JSON.stringify(name)}`, () => {
      expect(() => documents.read({ ...COUNTERS, folder: name }, 'a')).toThrow(
        `not a folder of documents: ${name}`,
      );
    });
  }
});

describe('a swap whose bytes the disk did not take', () => {
  const refusal = new StateError('STATE_UNWRITABLE', '/data/a', 'the disk is full');
  const swap = (): Promise<number | undefined> => documents.swap(COUNTERS, 'a', 1, { count: 9 }, true);

  it('is a refusal', async () => {
    vi.mocked(writeVerified).mockRejectedValueOnce(refusal);
    await expect(swap()).rejects.toBe(refusal);
    expect(documents.read(COUNTERS, 'a')).toMatchObject({ value: { count: 1 } });
  });

  it('is lost when others moved on meanwhile, or removed the document; a bug stays a bug', async () => {
    const bug = new TypeError('a bug');
    for (const [error, outcome] of [
      [refusal, undefined],
      [bug, bug],
    ] as const) {
      rmSync(folder, { recursive: true, force: true });
      await documents.create(COUNTERS, 'a', { count: 1 });
      vi.mocked(writeVerified).mockImplementationOnce(async () => {
        await new Documents(root, manualClock()).swap(COUNTERS, 'a', 1, { count: 2 }, true);
        throw error;
      });
      expect(await swap().catch((thrown: unknown) => thrown)).toBe(outcome);
      expect(documents.read(COUNTERS, 'a')).toMatchObject({ value: { count: 2 } });
    }
    rmSync(folder, { recursive: true });
    await documents.create(COUNTERS, 'a', { count: 1 });
    vi.mocked(writeVerified).mockImplementationOnce(async () => {
      rmSync(folder, { recursive: true });
      throw refusal;
    });
    expect(await swap()).toBeUndefined();
  });

  it('is lost although its candidate has been pruned', async () => {
    failOnce('renameSync', 'ENOENT', {
      first: () => {
        for (const name of readdirSync(folder).filter((one) => one.startsWith('2.'))) {
          rmSync(join(folder, name));
        }
      },
    });
    expect(await swap()).toBeUndefined();
  });

  it('hides no bug in what it tidies up after it won', async () => {
    await swap();
    disk.meet = (call) => {
      if (call === 'unlinkSync') throw new TypeError('a bug');
    };
    await expect(documents.swap(COUNTERS, 'a', 2, { count: 3 }, true)).rejects.toThrow('a bug');
  });
});

describe('a kind of documents', () => {
  it('that others can reach is neither listed nor changed', async () => {
    await chmod(kind, 0o711);
    expect(() => documents.keys(COUNTERS)).toThrow(StateError);
    await expect(documents.remove(COUNTERS, 'a')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    expect(existsSync(folder)).toBe(true);
  });

  it('is listed without what is being made, and what has just gone', () => {
    mkdirSync(join(kind, '.new-0000000000000001'), { mode: 0o700 });
    expect(documents.keys(COUNTERS)).toEqual(['a']);
    disk.list = (path) => (path === kind ? ['a', '__gone'] : undefined);
    expect(documents.keys(COUNTERS)).toEqual(['a']);
  });

  it('is swept once by each process, of nothing but what was never finished', async () => {
    const left = join(kind, '.new-0000000000000001');
    const leave = (): void => {
      mkdirSync(left, { mode: 0o700 });
      utimesSync(left, 0, 0);
    };
    utimesSync(folder, 0, 0);
    leave();
    const later = new Documents(root, manualClock());
    await later.create(COUNTERS, 'b', { count: 1 });
    expect(readdirSync(kind).toSorted()).toEqual(['a', 'b']);
    leave();
    await later.create(COUNTERS, 'c', { count: 1 });
    expect(existsSync(left)).toBe(true);
  });

  it('is no trouble to tidy when somebody else has just done it', async () => {
    const left = join(kind, '.new-0000000000000001');
    mkdirSync(left, { mode: 0o700 });
    utimesSync(left, 0, 0);
    for (const work of [
      () => new Documents(root, manualClock()).create(COUNTERS, 'b', { count: 1 }),
      () => documents.remove(COUNTERS, 'a'),
    ]) {
      let removed = '';
      disk.meet = (call, path) => {
        if (call !== 'rmSync') return;
        disk.meet = QUIET;
        removed = path;
        rmSync(path, { recursive: true });
      };
      await work();
      expect(removed).toContain('.new-');
    }
    expect(documents.keys(COUNTERS)).toEqual(['b']);
  });

  it('shows whether a document moves on', async () => {
    expect(documents.progress(COUNTERS, 'none')).toBe('');
    const before = documents.progress(COUNTERS, 'a');
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(documents.progress(COUNTERS, 'a')).toBe(before);
    await documents.swap(COUNTERS, 'a', 1, { count: 2 }, false);
    expect(documents.progress(COUNTERS, 'a')).not.toBe(before);
  });
});
