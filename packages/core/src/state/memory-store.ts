import type { Clock } from '../clock/clock.js';
import { gcra } from './gcra.js';
import { LEASES, leasesOn } from './leases.js';
import type { DocumentKind, StateStore, Versioned } from './store.js';

interface Kept {
  readonly generation: number;
  /** As text, so that a caller that changes what it got or gave changes nothing here. */
  readonly text: string;
}

/** A store for tests and throw-away processes: the same promises as the files, within one process. */
export function createMemoryStore({ clock }: { readonly clock: Clock }): StateStore {
  const folders = new Map<string, Map<string, Kept>>();
  const lanes = new Map<string, { boot: string; arrival: number }>();
  const logs = new Map<string, string[]>();

  function folderOf(kind: DocumentKind<unknown>): Map<string, Kept> {
    const folder = folders.get(kind.folder) ?? new Map<string, Kept>();
    folders.set(kind.folder, folder);
    return folder;
  }

  function read<T>(kind: DocumentKind<T>, key: string): Versioned<T> | undefined {
    const kept = folderOf(kind).get(key);
    if (kept === undefined) return undefined;
    return { value: kind.schema.parse(JSON.parse(kept.text)), generation: kept.generation };
  }

  function swap<T>(kind: DocumentKind<T>, key: string, expected: number, value: T): number | undefined {
    if ((folderOf(kind).get(key)?.generation ?? 0) !== expected) return undefined;
    const text = JSON.stringify(kind.schema.parse(value));
    folderOf(kind).set(key, { generation: expected + 1, text });
    return expected + 1;
  }

  return {
    get: async (kind, key) => read(kind, key),
    create: async (kind, key, value) => swap(kind, key, 0, value) !== undefined,
    compareAndSwap: async (kind, key, expected, value) => swap(kind, key, expected, value),
    async update(kind, key, change) {
      const current = read(kind, key);
      const next = change(current?.value);
      if (next === undefined) return current?.value;
      swap(kind, key, current?.generation ?? 0, next);
      return next;
    },
    remove: async (kind, key) => void folderOf(kind).delete(key),
    keys: async (kind) => [...folderOf(kind).keys()],
    ...leasesOn(
      {
        read: async (name) => read(LEASES, name),
        swap: async (name, expected, record) => swap(LEASES, name, expected, record) !== undefined,
      },
      clock,
    ),
    async reserve(lane, intervalMs, burst, maxWaitMs = Number.POSITIVE_INFINITY) {
      const stored = lanes.get(lane);
      const boot = clock.bootId();
      const arrival = stored?.boot === boot ? stored.arrival : undefined;
      const step = gcra(arrival, clock.monotonic(), intervalMs, burst);
      if (step.waitMs <= maxWaitMs) lanes.set(lane, { boot, arrival: step.next });
      return step.waitMs;
    },
    async append(log, seal) {
      const lines = logs.get(log) ?? [];
      const line = seal(lines.at(-1));
      if (line.includes('\n')) throw new TypeError('a log record is one line');
      lines.push(line);
      logs.set(log, lines);
    },
    readLog: async (log) => [...(logs.get(log) ?? [])],
    logAnchor: async (log) => logs.get(log)?.at(-1),
    close: async () => undefined,
  };
}
