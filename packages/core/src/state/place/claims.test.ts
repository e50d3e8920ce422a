import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { disk, failOnce, QUIET } from '../files/test-disk.js';
import { claimPlace, placeProblems, takeOver } from './place.js';

const test = vi.hoisted(() => import('../files/test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));
const shared = vi.hoisted((): { name: string | undefined } => ({ name: undefined }));
vi.mock('./file-systems.js', () => ({ sharedFileSystem: () => shared.name }));

const clock = manualClock();
const another = JSON.stringify({
  format: 1,
  machine: 'f'.repeat(32),
  hostname: 'elsewhere',
  boot: 'its-boot',
});
let folder: string;
let file: string;
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'tgmcp-claims-'));
  folder = join(base, 'state');
  mkdirSync(folder, { mode: 0o700 });
  file = join(folder, 'host.json');
});
afterEach(() => {
  disk.meet = QUIET;
  shared.name = undefined;
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const leave = (): void => writeFileSync(file, another, { mode: 0o600 });

describe('a look at the place of state', () => {
  it('takes nothing, and says what is against it', () => {
    expect(placeProblems(folder, clock)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    leave();
    shared.name = 'NFS';
    const reasons = ['it lies on NFS, where commits are not safe', 'the host elsewhere uses it'];
    expect(placeProblems(folder, clock)).toEqual(reasons);
    expect(() => claimPlace(folder, clock, false)).toThrow(
      expect.objectContaining({
        code: 'STATE_SHARED',
        file: folder,
        message: `The state in ${folder} is not used: ${reasons.join('; ')}. Run: tgmcp state check`,
        data: { reason: reasons.join('; ') },
      }),
    );
    expect(claimPlace(folder, clock, true)).toEqual(reasons);
    expect(readFileSync(file, 'utf8')).toBe(another);
  });

  it('refuses a shared file system although no other host is there', () => {
    shared.name = 'SMB';
    expect(() => claimPlace(folder, clock, false)).toThrow('it lies on SMB');
    expect(claimPlace(folder, clock, true)).toEqual(['it lies on SMB, where commits are not safe']);
  });
});

describe('a claim on the place of state', () => {
  it('is lost to another host that names itself at the same moment', () => {
    failOnce('linkSync', 'EEXIST', { first: leave });
    expect(() => claimPlace(folder, clock, false)).toThrow('the host elsewhere uses it');
    expect(readdirSync(folder)).toEqual(['host.json']);
    rmSync(file);
    failOnce('linkSync', 'EEXIST', { first: leave });
    expect(claimPlace(folder, clock, true)).toEqual(['the host elsewhere uses it']);
  });

  it('is written once, and anew after a reboot alone', () => {
    claimPlace(folder, clock, false);
    const { ino } = statSync(file);
    claimPlace(folder, clock, false);
    expect(statSync(file).ino).toBe(ino);
    const later = manualClock();
    later.reboot();
    claimPlace(folder, later, false);
    expect(statSync(file).ino).not.toBe(ino);
  });

  for (const [call, make] of [
    ['linkSync', () => claimPlace(folder, clock, true)],
    ['writeFileSync', () => claimPlace(folder, clock, true)],
    ['writeFileSync', () => takeOver(folder, clock)],
    ['renameSync', () => takeOver(folder, clock)],
  ] as const) {
    it(`is refused when the disk does not take it, and leaves no draft: ${call}`, () => {
      failOnce(call, 'EIO');
      expect(make).toThrow(
        expect.objectContaining({ code: 'STATE_UNWRITABLE', message: expect.stringContaining(folder) }),
      );
      expect(readdirSync(folder)).toEqual([]);
    });
  }

  for (const [call, make] of [
    ['linkSync', () => claimPlace(folder, clock, true)],
    ['renameSync', () => takeOver(folder, clock)],
  ] as const) {
    it(`is refused as well when its draft was swept meanwhile: ${call}`, () => {
      const sweep = (): void => {
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
      };
      failOnce(call, 'ENOENT', { first: sweep });
      expect(make).toThrow(expect.objectContaining({ code: 'STATE_UNWRITABLE' }));
    });
  }

  it('on a file that others can reach is refused', () => {
    writeFileSync(file, another, { mode: 0o644 });
    expect(() => claimPlace(folder, clock, true)).toThrow(
      expect.objectContaining({ code: 'STATE_UNSAFE_MODE', file }),
    );
    rmSync(file);
    writeFileSync(file, '{', { mode: 0o600 });
    expect(() => placeProblems(folder, clock)).toThrow(
      expect.objectContaining({
        code: 'STATE_CORRUPT',
        file,
        message: expect.stringMatching(/does not say which host .*run: tgmcp state repair --take-over$/),
      }),
    );
  });
});
