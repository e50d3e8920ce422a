import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLocked } from './courtesy-lock.js';
import { sweepLeftovers } from './sweep.js';
import { disk, failOnce, QUIET } from './test-disk.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));

let base: string;
let root: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-sweep-faults-'));
  root = join(base, 'state');
  for (const name of ['', 'counters', 'counters/a']) mkdirSync(join(root, name), { mode: 0o700 });
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

const aged = (path: string, minutes: number): string => {
  const then = new Date(Date.now() - minutes * 60_000);
  utimesSync(path, then, then);
  return path;
};
const left = (name: string): string => {
  const path = join(root, 'counters', 'a', name);
  writeFileSync(path, 'half', { mode: 0o600 });
  return aged(path, 11);
};

describe('a sweep', () => {
  it('is made again ten minutes after the last one', async () => {
    const marker = join(root, 'swept');
    for (const [minutes, swept] of [
      [9, []],
      [11, [left('9.aaaaaaaaaaaaaaaa.json.1')]],
    ] as const) {
      writeFileSync(marker, '', { mode: 0o600 });
      aged(marker, minutes);
      expect(await sweepLeftovers(root)).toEqual(swept);
    }
    expect(await sweepLeftovers(root)).toEqual([]);
    expect(isLocked(root)).toBe(false);
  });

  it('looks at folders of documents alone', async () => {
    const old = left('9.aaaaaaaaaaaaaaaa.json.1');
    writeFileSync(join(root, 'file'), '');
    writeFileSync(join(root, 'counters', 'file.json.1'), '');
    aged(join(root, 'counters', 'file.json.1'), 11);
    symlinkSync(join(root, 'counters'), join(root, 'link'));
    // Its own lock may be gone at any moment.
    disk.meet = (call, path) => {
      if (call === 'readdirSync' && path === join(root, 'lock')) throw new TypeError('looked into the lock');
    };
    expect(await sweepLeftovers(root)).toEqual([old]);
  });

  it('leaves what the disk does not give up, and removes the rest', async () => {
    const [stuck, goes] = [left('9.aaaaaaaaaaaaaaaa.json.1'), left('9.aaaaaaaaaaaaaaaa.json.2')];
    failOnce('rmSync', 'EIO', { at: stuck });
    expect(await sweepLeftovers(root)).toEqual([goes]);
    expect([existsSync(stuck), existsSync(goes)]).toEqual([true, false]);
  });

  it('takes what has just gone for gone', async () => {
    const goes = left('9.aaaaaaaaaaaaaaaa.json.1');
    let looked = false;
    disk.meet = (call, path) => {
      if (call === 'rmSync' && path === goes) looked = true;
      if (looked) {
        disk.meet = QUIET;
        rmSync(goes);
      }
    };
    expect(await sweepLeftovers(root)).toEqual([goes]);
  });

  it('is left out when the disk takes nothing or shows nothing, and its lock is given back', async () => {
    const old = left('9.aaaaaaaaaaaaaaaa.json.1');
    for (const [call, code] of [
      ['openSync', 'EROFS'],
      ['writeSync', 'ENOSPC'],
      ['readdirSync', 'EIO'],
    ] as const) {
      rmSync(join(root, 'swept'), { force: true });
      failOnce(call, code);
      expect(await sweepLeftovers(root)).toEqual([]);
      expect(disk.meet).toBe(QUIET);
      expect(isLocked(root)).toBe(false);
    }
    expect(existsSync(old)).toBe(true);
  });

  it('leaves no file open', async () => {
    let open = 0;
    disk.meet = (call) => {
      if (call === 'openSync') open += 1;
      if (call === 'closeSync') open -= 1;
    };
    await sweepLeftovers(root);
    expect(open).toBe(0);
  });

  it('hides no bug', async () => {
    const old = left('9.aaaaaaaaaaaaaaaa.json.1');
    for (const [call, at] of [
      ['openSync', 'swept'],
      ['rmSync', old],
    ] as const) {
      rmSync(join(root, 'swept'), { force: true });
      disk.meet = (name, path) => {
        if (name === call && path.includes(at)) throw new TypeError('a bug');
      };
      await expect(sweepLeftovers(root)).rejects.toThrow('a bug');
      disk.meet = QUIET;
      expect(isLocked(root)).toBe(false);
    }
  });

  it('is not made where others could reach the state, or put a link for its marker', async () => {
    const target = join(base, 'target');
    symlinkSync(target, join(root, 'swept'));
    expect(await sweepLeftovers(root)).toEqual([]);
    expect(existsSync(target)).toBe(false);
    chmodSync(root, 0o755);
    await expect(sweepLeftovers(root)).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
  });
});
