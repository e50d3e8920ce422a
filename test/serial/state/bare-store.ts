/**
 * State as it is commonly kept: one JSON file, a lock by proper-lockfile around each change, written by write-file-atomic.
 * Here to show that the chaos test can tell: under kills and pauses this loses what it has acknowledged.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateStore } from '@tgmcp/core';
import { lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';

/** The fairest settings of that lock; its shortest time to staleness is two seconds. */
const SETTINGS = {
  realpath: false,
  stale: 2_000,
  update: 1_000,
  retries: { retries: 100_000, factor: 1, minTimeout: 2, maxTimeout: 20, randomize: true },
  onCompromised: () => undefined,
};

/** The two operations that the worker needs, over one file. */
export function bareStore(root: string): Pick<StateStore, 'update' | 'create' | 'reserve'> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const file = join(root, 'state.json');

  async function changed<R>(change: (all: Record<string, unknown>) => R): Promise<R> {
    const release = await lock(file, SETTINGS);
    try {
      const all = read(file);
      const result = change(all);
      await writeFileAtomic(file, JSON.stringify(all), { mode: 0o600, fsync: true });
      return result;
    } finally {
      await release().catch(() => undefined);
    }
  }

  return {
    reserve: () => Promise.reject(new Error('it has no call lanes')),
    update: (kind, key, change) =>
      changed((all) => {
        const name = `${kind.folder}/${key}`;
        const next = change(kind.schema.optional().parse(all[name]));
        if (next !== undefined) all[name] = next;
        return next;
      }),
    create: (kind, key, value) =>
      changed((all) => {
        const name = `${kind.folder}/${key}`;
        if (name in all) return false;
        all[name] = value;
        return true;
      }),
  };
}

function read(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
