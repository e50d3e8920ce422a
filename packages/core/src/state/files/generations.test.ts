import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { COUNTERS } from '../test-documents.js';
import { createFileStore } from '../file-store.js';
import { findHead, isOld, isOldTime, moveHead, newNonce, prune } from './generations.js';
import { keyOfName, nameOfKey } from './key-names.js';

const base = mkdtempSync(join(tmpdir(), 'tgmcp-generations-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('generations', () => {
  it('stop a writer that was paused before its last step, however much was pruned meanwhile', async () => {
    const root = join(base, 'paused');
    const folder = join(root, 'counters', 'a');
    const store = createFileStore({ root, clock: manualClock() });
    await store.create(COUNTERS, 'a', { count: 1 });
    for (let moved = 0; moved < 5; moved += 1) {
      const seen = findHead(folder);
      if (seen === undefined) throw new Error('no head');
      for (let step = 0; step <= moved; step += 1) await store.update(COUNTERS, 'a', () => ({ count: step }));
      expect(moveHead(folder, seen, { generation: seen.generation + 1, nonce: newNonce() })).toBe(false);
    }
    expect((await store.get(COUNTERS, 'a'))?.generation).toBe(16);
  });

  it('are pruned by what the newest is dated, and where that is gone already, nothing counts as old', () => {
    const folder = join(base, 'gone');
    mkdirSync(folder);
    const [first, fourth] = [`1.${newNonce()}.json`, `4.${newNonce()}.json`];
    for (const name of [first, fourth]) writeFileSync(join(folder, name), '{}');
    prune(folder, { generation: 5, nonce: newNonce() }, readdirSync(folder));
    expect(readdirSync(folder)).toEqual([fourth]);
    expect(isOld(join(folder, first), Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(isOld(join(folder, fourth), Number.MAX_SAFE_INTEGER)).toBe(true);
    expect([isOldTime(0, 600_000), isOldTime(0, 600_001)]).toEqual([false, true]);
  });

  it('give every key a name of its own that leads nowhere else', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (key) => {
        const name = nameOfKey(key);
        expect(name).toMatch(/^[a-z0-9_-]{1,120}$/);
        expect(keyOfName(name) ?? key).toBe(key);
      }),
      { numRuns: 30 },
    );
    expect(nameOfKey('Ab')).not.toBe(nameOfKey('ab').toUpperCase());
    expect(() => nameOfKey('')).toThrow(TypeError);
  });
});
