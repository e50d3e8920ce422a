import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createMemoryStore } from '../../state/memory-store.js';
import type { StateStore } from '../../state/store.js';
import { createSessionOwner } from './owner.js';

const SESSION = '1session';

function bench(takeoverSec = 300) {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const owner = (program = 'tgmcp-actions') => createSessionOwner({ store, clock, program, takeoverSec });
  return { clock, store, owner };
}

/** Changes the one claim that is stored, as another process would have written it. */
async function disguise(store: StateStore, change: Record<string, unknown>): Promise<void> {
  const kind = {
    folder: 'session-owners',
    version: 1,
    schema: { parse: (value: unknown) => value },
  } as never;
  const [key = ''] = await store.keys(kind);
  await store.update<Record<string, unknown>>(kind, key, (claim) => ({ ...claim, ...change }));
}

describe('a session', () => {
  it('has one owner, and is free again when it is given back', async () => {
    const { owner } = bench();
    const [first, second] = [owner(), owner()];
    expect(await first.hold(SESSION)).toEqual({ ok: true, value: undefined });
    expect(await first.hold(SESSION)).toMatchObject({ ok: true });
    expect(await second.hold(SESSION)).toMatchObject({
      refusal: { code: 'SESSION_BUSY', data: { holder: { pid: process.pid } } },
    });
    expect(await second.hold('1another')).toMatchObject({ ok: true });
    await first.release();
    expect(await second.hold(SESSION)).toMatchObject({ ok: true });
    expect(await first.hold(SESSION)).toMatchObject({ ok: false });
  });

  it('stays with an owner that uses it, and goes to another one after a long silence', async () => {
    const { clock, owner } = bench(60);
    const [first, second] = [owner(), owner()];
    await first.hold(SESSION);
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(50_000);
      expect(await first.hold(SESSION)).toMatchObject({ ok: true });
      expect(await second.hold(SESSION)).toMatchObject({ ok: false });
    }
    await clock.advance(60_000);
    expect(await second.hold(SESSION)).toMatchObject({ ok: true });
    expect(await first.hold(SESSION)).toMatchObject({ refusal: { code: 'SESSION_BUSY' } });
  });

  it('is never taken over from a living process when the settings say so', async () => {
    const { clock, owner } = bench(0);
    const [first, second] = [owner(), owner()];
    await first.hold(SESSION);
    await clock.advance(30 * 86_400_000);
    expect(await second.hold(SESSION)).toMatchObject({ ok: false });
  });

  it('is taken over at once from a process that is gone', async () => {
    const { store, owner } = bench();
    await owner().hold(SESSION);
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    await disguise(store, { claim: 'other', pid: child.pid });
    expect(await owner().hold(SESSION)).toMatchObject({ ok: true });
  });

  it('is taken over at once when another process has the same number now', async () => {
    const { store, owner } = bench();
    await owner().hold(SESSION);
    await disguise(store, { claim: 'other', started: '1' });
    expect(await owner().hold(SESSION)).toMatchObject({ ok: true });
  });

  it('of another machine is left alone', async () => {
    const { store, owner } = bench();
    await owner().hold(SESSION);
    await disguise(store, { claim: 'other', host: 'elsewhere', pid: 1 });
    expect(await owner().hold(SESSION)).toMatchObject({
      refusal: { message: expect.stringContaining('on elsewhere') },
    });
  });

  it('goes to exactly one of many who ask at once', async () => {
    const { owner } = bench();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => owner().hold(SESSION)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  });
});
