import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { chmod, lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import { COUNTERS } from '../test-documents.js';
import type { StateStore } from '../store.js';

let base: string;
let root: string;
let folder: string;
let store: StateStore;

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-damage-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'a');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
  await store.compareAndSwap(COUNTERS, 'a', 1, { count: 2 });
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

function newest(): string {
  const name = readdirSync(folder).find((name) => /^2\..*\.json$/.test(name)) ?? '';
  return join(folder, name);
}

async function everythingIsRefused(code: string): Promise<void> {
  const other = createFileStore({ root, clock: manualClock() });
  for (const each of [store, other]) {
    await expect(each.get(COUNTERS, 'a')).rejects.toMatchObject({ code });
    await expect(each.create(COUNTERS, 'a', { count: 9 })).rejects.toMatchObject({ code });
    await expect(each.compareAndSwap(COUNTERS, 'a', 2, { count: 9 })).rejects.toMatchObject({ code });
    await expect(each.update(COUNTERS, 'a', () => ({ count: 9 }))).rejects.toMatchObject({ code });
  }
}

describe('damaged state', () => {
  const damages: Record<string, (text: string) => string> = {
    'a cut file': (text) => text.slice(0, 20),
    'an empty file': () => '',
    'what is no JSON': () => 'garbage',
    'a changed value': (text) => text.replace('"count":2', '"count":3'),
    'another generation': (text) => text.replace('"generation":2', '"generation":1'),
    'another form': () => '{"count":2}',
  };

  for (const [what, damage] of Object.entries(damages)) {
    it(`is set aside and stays refused: ${what}`, async () => {
      const file = newest();
      const bytes = damage(readFileSync(file, 'utf8'));
      writeFileSync(file, bytes);
      await everythingIsRefused('STATE_CORRUPT');
      const aside = readdirSync(folder).filter((name) => name.includes('.corrupt-'));
      expect(aside).toHaveLength(1);
      expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(bytes);

      rmSync(join(folder, aside[0] ?? ''));
      await everythingIsRefused('STATE_CORRUPT');

      rmSync(folder, { recursive: true });
      expect(await store.get(COUNTERS, 'a')).toBeUndefined();
      expect(await store.create(COUNTERS, 'a', { count: 1 })).toBe(true);
    });
  }

  it('is refused when the newest generation or its head is missing', async () => {
    const head = readdirSync(folder).find((name) => name.startsWith('head.')) ?? '';
    rmSync(newest());
    await everythingIsRefused('STATE_CORRUPT');
    rmSync(join(folder, head));
    await everythingIsRefused('STATE_CORRUPT');
  });

  it('leaves whole bytes that this program does not know where they are', async () => {
    const newer = { ...COUNTERS, version: 2 };
    await expect(store.get(newer, 'a')).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    expect(await store.get(COUNTERS, 'a')).toMatchObject({ value: { count: 2 } });
  });

  it('leaves other documents usable', async () => {
    writeFileSync(newest(), 'garbage');
    await expect(store.get(COUNTERS, 'a')).rejects.toThrow('damaged');
    expect(await store.create(COUNTERS, 'b', { count: 1 })).toBe(true);
  });

  it('is refused in a call lane too', async () => {
    await store.reserve('calls', 250, 1);
    const lane = join(root, 'lanes', 'calls');
    writeFileSync(join(lane, 'at.boot.17'), '', { mode: 0o600 });
    await expect(store.reserve('calls', 250, 1)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    for (const odd of ['odd', 'xat.boot.17', 'at.boot.17x', 'at.boot.x']) {
      for (const name of readdirSync(lane)) rmSync(join(lane, name));
      writeFileSync(join(lane, odd), '', { mode: 0o600 });
      await expect(store.reserve('calls', 250, 1)).rejects.toMatchObject({
        code: 'STATE_CORRUPT',
        file: lane,
      });
    }
  });

  it('is refused in a call lane that others can reach', async () => {
    await store.reserve('calls', 250, 1);
    for (const path of [root, join(root, 'lanes'), join(root, 'lanes', 'calls')]) {
      await chmod(path, 0o770);
      await expect(store.reserve('calls', 250, 1)).rejects.toMatchObject({
        code: 'STATE_UNSAFE_MODE',
        data: { fix: `chmod 700 '${path}'` },
      });
      await chmod(path, 0o700);
    }
  });
});

describe('state that others can reach', () => {
  it('is refused with the command that mends it', async () => {
    const file = newest();
    const cases: [string, number][] = [
      [file, 0o640],
      [folder, 0o750],
      [join(root, 'counters'), 0o701],
      [root, 0o770],
    ];
    for (const [path, mode] of cases) {
      const { mode: before } = await lstat(path);
      await chmod(path, mode);
      const fix = `chmod ${path === file ? '600' : '700'} '${path}'`;
      await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject({
        code: 'STATE_UNSAFE_MODE',
        data: { fix },
      });
      await expect(store.get(COUNTERS, 'a')).rejects.toThrow(fix);
      await chmod(path, before & 0o777);
    }
    expect(await store.get(COUNTERS, 'a')).toMatchObject({ generation: 2 });
  });

  it('is refused behind a symbolic link', async () => {
    const elsewhere = join(base, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, join(root, 'counters', 'b'));
    await expect(store.get(COUNTERS, 'b')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    await expect(store.create(COUNTERS, 'b', { count: 1 })).rejects.toMatchObject({
      code: 'STATE_UNSAFE_MODE',
    });
    const file = newest();
    const target = join(base, 'target');
    writeFileSync(target, readFileSync(file), { mode: 0o600 });
    rmSync(file);
    symlinkSync(target, file);
    await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
  });
});

describe('what killed processes leave', () => {
  it('is removed once it is ten minutes old, and never before', async () => {
    const old = new Date(Date.now() - 3_600_000);
    const parent = join(root, 'counters');
    for (const name of ['.new-0000000000000001', '.new-0000000000000002']) mkdirSync(join(parent, name));
    utimesSync(join(parent, '.new-0000000000000001'), old, old);
    for (const name of ['9.aaaaaaaaaaaaaaaa.json.1234', '9.aaaaaaaaaaaaaaaa.json.5678']) {
      writeFileSync(join(folder, name), 'half');
    }
    utimesSync(join(folder, '9.aaaaaaaaaaaaaaaa.json.1234'), old, old);

    const later = createFileStore({ root, clock: manualClock() });
    await later.create(COUNTERS, 'b', { count: 1 });
    await later.compareAndSwap(COUNTERS, 'a', 2, { count: 3 });
    expect(readdirSync(parent).filter((name) => name.startsWith('.new-'))).toEqual(['.new-0000000000000002']);
    expect(readdirSync(folder).filter((name) => /json\.\d/.test(name))).toEqual([
      '9.aaaaaaaaaaaaaaaa.json.5678',
    ]);
    expect(await later.keys(COUNTERS)).toEqual(expect.arrayContaining(['a', 'b']));
  });

  it('keeps the last two generations and no more', async () => {
    for (let count = 3; count < 8; count += 1) await store.update(COUNTERS, 'a', () => ({ count }));
    const kept = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(new Set(kept.map((name) => name.split('.')[0]))).toEqual(new Set(['6', '7']));
    expect(kept).toHaveLength(2);
  });

  it('does not stop the next process: a folder that was removed meanwhile is made anew', async () => {
    rmSync(root, { recursive: true });
    expect(await store.get(COUNTERS, 'a')).toBeUndefined();
    expect(await store.compareAndSwap(COUNTERS, 'a', 2, { count: 3 })).toBeUndefined();
    expect(await store.update(COUNTERS, 'a', () => ({ count: 1 }))).toEqual({ count: 1 });
    await store.append('events', () => 'line');
    expect(await store.readLog('events')).toEqual(['line']);
    expect(await store.reserve('calls', 1, 1)).toBe(0);
  });
});
