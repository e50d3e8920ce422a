import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock/clock.js';
import { courtesyLock, isLocked } from './files/courtesy-lock.js';
import { Documents } from './files/documents.js';
import { InTurn } from './files/in-turn.js';
import { asStateError } from './files/private-files.js';
import { Lanes } from './files/lanes.js';
import { Logs } from './files/logs.js';
import { LEASES, leasesOn } from './leases.js';
import { StateError, type DocumentKind, type StateStore } from './store.js';

const TRIES = 500;

/**
 * The state of one account in private files below `root`, shared by any number of processes of one machine.
 * Nothing is made before the first write; a folder that is removed meanwhile is made anew.
 */
export function createFileStore(options: { readonly root: string; readonly clock: Clock }): StateStore {
  const documents = new Documents(options.root, options.clock);
  const lanes = new Lanes(options.root, options.clock);
  const logs = new Logs(documents);
  const turns = new InTurn();

  async function update<T>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => T | undefined,
  ): Promise<T | undefined> {
    const folder = documents.folderOf(kind, key);
    let unlock: (() => Promise<void>) | undefined;
    try {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        // Who comes new does not push in front of those who wait; alone, a lock would only cost time.
        if (attempt > 0 || isLocked(folder)) {
          unlock ??= await courtesyLock(folder, () => documents.progress(kind, key));
        }
        const current = documents.read(kind, key);
        const next = change(current?.value);
        if (next === undefined) return current?.value;
        const generation = await documents.swap(kind, key, current?.generation ?? 0, next, true);
        if (generation !== undefined) return next;
        if (attempt > 0) await pause(Math.random() * Math.min(attempt, 20));
      }
    } finally {
      await unlock?.();
    }
    throw new StateError('STATE_BUSY', folder, `${folder} is contended by too many writers.`);
  }

  /** Whatever call on a file fails, and wherever, the caller gets a refusal and not a system error. */
  async function refusing<R>(operation: () => R | Promise<R>): Promise<R> {
    try {
      return await operation();
    } catch (error) {
      throw asStateError(error, options.root);
    }
  }
  const leases = leasesOn(
    {
      read: async (name) => documents.read(LEASES, name),
      swap: async (name, expected, record, durable) =>
        (await documents.swap(LEASES, name, expected, record, durable)) !== undefined,
    },
    options.clock,
  );

  return {
    get: (kind, key) => refusing(() => documents.read(kind, key)),
    create: (kind, key, value) => refusing(() => documents.create(kind, key, value)),
    compareAndSwap: (kind, key, expected, value) =>
      refusing(() => documents.swap(kind, key, expected, value, true)),
    update: (kind, key, change) =>
      turns.run(`${kind.folder}/${key}`, () => refusing(() => update(kind, key, change))),
    remove: (kind, key) => refusing(() => documents.remove(kind, key)),
    keys: (kind) => refusing(() => documents.keys(kind)),
    acquireLease: (name, owner, ttlMs) => refusing(() => leases.acquireLease(name, owner, ttlMs)),
    renewLease: (lease, ttlMs) => refusing(() => leases.renewLease(lease, ttlMs)),
    releaseLease: (lease) => refusing(() => leases.releaseLease(lease)),
    reserve: (lane, intervalMs, burst, maxWaitMs = Number.POSITIVE_INFINITY) =>
      refusing(() => lanes.reserve(lane, intervalMs, burst, maxWaitMs)),
    append: (log, seal) => refusing(() => logs.append(log, seal)),
    readLog: (log) => refusing(() => logs.read(log)),
    logAnchor: (log) => refusing(() => logs.anchor(log)?.line),
    close: async () => undefined,
  };
}
