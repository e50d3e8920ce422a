import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { Documents } from './documents.js';
import { logProblem } from './logs.js';

let base: string;
let root: string;
let file: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-logs-'));
  root = join(base, 'state');
  file = join(root, 'logs', 'events.jsonl');
  store = createFileStore({ root, clock: manualClock() });
  await store.append('events', () => 'one');
  await store.append('events', () => 'two');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

describe('a log whose writer was stopped before its line was whole', () => {
  for (const text of ['one\n', 'one\nt', 'one\ntwo']) {
    it(`reads whole, is no problem, and the next writer completes it: ${JSON.stringify(text)}`, async () => {
      writeFileSync(file, text);
      expect(await store.readLog('events')).toEqual(['one', 'two']);
      expect(logProblem(root, 'events')).toBeUndefined();
      expect(readFileSync(file, 'utf8')).toBe(text);
      await store.append('events', (before) => `${before} three`);
      expect(readFileSync(file, 'utf8')).toBe('one\ntwo\ntwo three\n');
    });
  }

  it('reads whole although its file was never made', async () => {
    await store.append('other', () => 'first');
    rmSync(join(root, 'logs', 'other.jsonl'));
    expect(await store.readLog('other')).toEqual(['first']);
    await store.append('other', () => 'second');
    expect(readFileSync(join(root, 'logs', 'other.jsonl'), 'utf8')).toBe('first\nsecond\n');
  });
});

describe('a log that is not what its anchor says', () => {
  const damages: Record<string, readonly [text: string, reason: string, lines: readonly string[]]> = {
    'cut within an earlier line': ['on', 'lines are missing at its end', ['on']],
    'cut at the line before': ['one', 'lines are missing at its end', ['one']],
    emptied: ['', 'lines are missing at its end', []],
    'with a line more': ['one\ntwo\nx\n', 'something was appended from outside', ['one', 'two', 'x']],
    'with another last line': ['one\ntwx\n', 'its last line was changed', ['one', 'twx']],
    'with another half of its last line': ['one\nx', 'its last line was changed', ['one', 'x']],
    'with a byte more': ['one\ntwo\n\n', 'something was appended from outside', ['one', 'two', '']],
  };
  for (const [what, [text, reason, lines]] of Object.entries(damages)) {
    it(`takes no line, and is read as it stands: ${what}`, async () => {
      writeFileSync(file, text);
      expect(logProblem(root, 'events')).toBe(reason);
      await expect(store.append('events', () => 'three')).rejects.toMatchObject({
        code: 'STATE_CORRUPT',
        file,
        message: expect.stringContaining(reason),
      });
      expect(await store.readLog('events')).toEqual(lines);
      expect(readFileSync(file, 'utf8')).toBe(text);
      expect(await store.logAnchor('events')).toBe('two');
    });
  }

  it('takes no line when its anchor is gone, unless it is empty', async () => {
    rmSync(join(root, 'log-anchors'), { recursive: true });
    expect(logProblem(root, 'events')).toBe('it has lines, but its anchor is gone');
    await expect(store.append('events', () => 'three')).rejects.toThrow(
      'it has lines, but its anchor is gone',
    );
    writeFileSync(file, '');
    expect(logProblem(root, 'events')).toBeUndefined();
    await store.append('events', (before) => String(before));
    expect(readFileSync(file, 'utf8')).toBe('undefined\n');
  });

  it('takes no line where others could write it, or behind a link', async () => {
    chmodSync(file, 0o602);
    await expect(store.append('events', () => 'three')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    await expect(store.readLog('events')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    chmodSync(file, 0o600);
    const elsewhere = join(base, 'elsewhere');
    writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
    rmSync(file);
    symlinkSync(elsewhere, file);
    await expect(store.append('events', () => 'three')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    expect(readFileSync(elsewhere, 'utf8')).toBe('one\ntwo\n');
  });
});

describe('a log that others write at the same time', () => {
  it('takes the line after theirs, whose anchor came meanwhile', async () => {
    const read = vi.spyOn(Documents.prototype, 'read');
    await store.logAnchor('events');
    const before: unknown = read.mock.results[0]?.value;
    await createFileStore({ root, clock: manualClock() }).append('events', () => 'three');
    read.mockImplementationOnce(() => Object(before));
    await store.append('events', (line) => `${line} four`);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\nthree four\n');
  });

  it('takes the line again when their anchor was first', async () => {
    vi.spyOn(Documents.prototype, 'swap').mockResolvedValueOnce(undefined);
    const seal = vi.fn(() => 'three');
    await store.append('events', seal);
    expect(seal.mock.calls).toEqual([['two'], ['two']]);
    expect(await store.readLog('events')).toEqual(['one', 'two', 'three']);
  });
});
