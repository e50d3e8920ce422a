import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSettings } from '../config/load.js';
import type { StartContext } from '../mcp/start.js';
import { lateRuntime } from './late-runtime.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-late-runtime-'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function context(startIsOver: () => void = () => undefined): StartContext {
  const project = { checkout: false, project: folder, data: join(folder, 'data') };
  const loaded = loadSettings('read', { TG_SESSION_RUNTIME_DIR: join(folder, 'copies') }, project);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const silent = (): void => undefined;
  return {
    settings: loaded.settings,
    project,
    startIsOver,
    log: { error: silent, warn: silent, info: silent, debug: silent },
  };
}

describe('a runtime that is loaded late', () => {
  it('is one for all who ask, and ends with the server', async () => {
    const { runtime, close } = lateRuntime(context(), 'read');
    const [one, other] = await Promise.all([runtime(), runtime()]);
    expect(one).toBe(other);
    expect(await one.account()).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
    await close();
    expect(await one.account()).toMatchObject({ refusal: { code: 'CANCELLED' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the start, and is not loaded before', async () => {
    const ended: string[] = [];
    const whole = context(() => ended.push('start'));
    const { runtime, close } = lateRuntime(
      {
        ...whole,
        get settings() {
          ended.push('loading');
          return whole.settings;
        },
      },
      'read',
    );
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    await runtime();
    expect(ended.slice(0, 2)).toEqual(['start', 'loading']);
    await close();
  });

  it('leaves nothing behind where nobody has asked for it', async () => {
    await lateRuntime(context(), 'read').close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is loaded anew after it could not be, and told of where nobody waits for it', async () => {
    const whole = context();
    let failures = 0;
    const warnings: string[] = [];
    const { runtime, close } = lateRuntime(
      {
        ...whole,
        get settings() {
          failures += 1;
          if (failures <= 2) throw new Error('too many open files');
          return whole.settings;
        },
        log: { ...whole.log, warn: (text) => warnings.push(text) },
      },
      'read',
    );
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitFor(() => expect(warnings.join('\n')).toContain('too many open files'), {
      timeout: 20_000,
    });
    await expect(runtime()).rejects.toThrow('too many open files');
    expect(await (await runtime()).account()).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
    await close();
  });

  it('that could not be loaded hinders no end', async () => {
    const whole = context();
    const { runtime, close } = lateRuntime(
      {
        ...whole,
        get settings(): StartContext['settings'] {
          throw new Error('too many open files');
        },
      },
      'read',
    );
    await expect(runtime()).rejects.toThrow('too many open files');
    await close();
  });

  it('is loaded soon all the same, and sweeps what an ended process has left', async () => {
    const left = join(folder, 'copies', 'read__0123456789__pid4194305-1.session');
    mkdirSync(join(folder, 'copies'), { mode: 0o700 });
    writeFileSync(left, 'left', { mode: 0o600 });
    const { runtime, close } = lateRuntime(context(), 'read');
    await vi.advanceTimersByTimeAsync(1000);
    await runtime();
    expect(existsSync(left)).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitFor(() => expect(existsSync(left)).toBe(false), { timeout: 20_000 });
    await close();
  });
});
