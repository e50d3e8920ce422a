/** An execution whose state fails on the way: what it says about whether the content may have been sent. */
import { StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { gateBench, type GateBench } from './test-bench.js';

/** What fails: the hold on a content, or what was stored of proposals. */
type Broken = 'leases' | 'proposals';

interface Failing extends GateBench {
  readonly broken: Set<Broken>;
}

function failing(): Failing {
  const broken = new Set<Broken>();
  const fault = new StateError('STATE_UNWRITABLE', 'state', 'disk full');
  const bench = gateBench({
    wrap: (store) => ({
      ...store,
      acquireLease: async (...given) => {
        if (broken.has('leases')) throw fault;
        return store.acquireLease(...given);
      },
      get: async (kind, key) => {
        if (kind.folder === 'proposals' && broken.has('proposals')) throw fault;
        return store.get(kind, key);
      },
    }),
  });
  return { ...bench, broken };
}

const unwritable = (sent: 'no' | 'unknown'): object => ({
  ok: false,
  refusal: { code: 'STATE_UNWRITABLE', data: { sent } },
});

describe('an execution whose state fails', () => {
  it('says that nothing was sent where nothing was begun', async () => {
    const bench = failing();
    const code = await bench.ready();
    bench.broken.add('leases');
    expect(await bench.execute(code)).toMatchObject(unwritable('no'));
    expect(bench.telegram.requests).toHaveLength(0);
    bench.broken.clear();
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
  });

  it('says so too after an attempt that surely failed', async () => {
    const bench = failing();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 1 });
    await bench.execute(code);
    bench.broken.add('leases');
    expect(await bench.execute(code)).toMatchObject(unwritable('no'));
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('says so too where the code names no proposal', async () => {
    const bench = gateBench({
      policy: {
        stopped: async () => {
          throw new StateError('STATE_UNWRITABLE', 'state', 'disk full');
        },
      },
    });
    expect(await bench.execute('AAAAAAAAAAAA')).toMatchObject(unwritable('no'));
    expect(bench.telegram.requests).toHaveLength(0);
  });

  it('does not say so while an attempt is open', async () => {
    const bench = failing();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'lost' });
    await bench.execute(code);
    bench.broken.add('leases');
    expect(await bench.execute(code)).toMatchObject(unwritable('unknown'));
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('does not say so where the content was sent before, and not either where one of two attempts is open', async () => {
    const bench = failing();
    const plain = await bench.ready();
    const forced = await bench.ready({ force_resend: true });
    await bench.execute(forced, { force_resend: true });
    bench.broken.add('leases');
    expect(await bench.execute(plain)).toMatchObject(unwritable('unknown'));
    bench.broken.clear();
    const later = await bench.ready({ force_resend: true });
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 1 });
    await bench.execute(later, { force_resend: true });
    bench.broken.add('leases');
    expect(await bench.execute(later, { force_resend: true })).toMatchObject(unwritable('unknown'));
    expect(bench.telegram.messages.size).toBe(1);
  });

  it('does not say so where it cannot look', async () => {
    const bench = failing();
    const code = await bench.ready();
    bench.broken.add('proposals');
    expect(await bench.execute(code)).toMatchObject(unwritable('unknown'));
    expect(bench.telegram.requests).toHaveLength(0);
  });
});

it('a fault of the program is no refusal, neither at first nor on looking what was sent', async () => {
  const bench = gateBench();
  const code = await bench.ready();
  const fault = (): never => {
    throw new Error('a fault in the program');
  };
  const { byCode } = bench.approvals;
  Object.assign(bench.approvals, { byCode: fault });
  await expect(bench.execute(code)).rejects.toThrow('a fault in the program');
  let calls = 0;
  Object.assign(bench.approvals, {
    byCode: async (asked: string) => {
      calls += 1;
      if (calls === 1) throw new StateError('STATE_CORRUPT', 'proposals', 'no JSON');
      return calls === 2 ? fault() : byCode(asked);
    },
  });
  await expect(bench.execute(code)).rejects.toThrow('a fault in the program');
  expect(bench.telegram.requests).toHaveLength(0);
});
