import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isRunning, processStart } from './process-life.js';

/** More than any system gives out. */
const NOBODY = 2 ** 30;
afterEach(() => vi.restoreAllMocks());

describe.runIf(process.platform === 'linux')('a process of this machine', () => {
  it('is told by when it began, in clock ticks since boot', () => {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ');
    expect(processStart(process.pid)).toBe(fields?.[19]);
    expect(processStart(process.pid)).toMatch(/^\d+$/);
    expect(processStart(NOBODY)).toBe('');
  });

  it('lives when its number is there and began when it says', () => {
    expect(isRunning(process.pid, processStart(process.pid))).toBe(true);
    expect(isRunning(process.pid, '1')).toBe(false);
    expect(isRunning(NOBODY, '')).toBe(false);
    expect(isRunning(NOBODY, '1')).toBe(false);
  });

  it('is not compared by a start that was not told', () => {
    expect(isRunning(process.pid, '')).toBe(true);
  });

  it('lives when it belongs to another user, and for no other trouble', () => {
    const kill = vi.spyOn(process, 'kill');
    for (const [trouble, lives] of [
      [Object.assign(new Error(), { code: 'EPERM' }), true],
      [Object.assign(new Error(), { code: 'ESRCH' }), false],
      [new Error('without a code'), false],
      ['no error', false],
    ] as const) {
      kill.mockImplementation(() => {
        throw trouble;
      });
      expect(isRunning(process.pid, '')).toBe(lives);
    }
    expect(kill).toHaveBeenCalledWith(process.pid, 0);
  });
});
