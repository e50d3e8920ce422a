import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { COUNTERS } from '../test-documents.js';
import { createFileStore } from '../file-store.js';
import { findHead, moveHead, newNonce } from './generations.js';
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
