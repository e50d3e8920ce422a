/** Exports that were left: the one to go on with, and those that nothing is left of. */
import { existsSync, statSync } from 'node:fs';
import type { Clock } from '../clock/clock.js';
import type { StateStore } from '../state/store.js';
import { isWorkedOn } from './journal.js';
import { exportFiles } from './places.js';
import { EXPORTS, type ExportRecord } from './record.js';

const DAY_MS = 86_400_000;

/** The newest export of the same question that was left unfinished within a day, also one that somebody works on. */
export async function unfinished(
  store: StateStore,
  clock: Clock,
  folder: string,
  question: string,
): Promise<string | undefined> {
  const left = (await all(store)).filter(
    ([id, record]) =>
      !record.complete &&
      record.question === question &&
      clock.now() - record.begun < DAY_MS &&
      hasItsBytes(folder, id, record),
  );
  return left.toSorted(([, one], [, other]) => other.begun - one.begun)[0]?.[0];
}

/** Forgets exports whose files are gone: nobody can go on with them. */
export async function tidied(store: StateStore, clock: Clock, folder: string): Promise<void> {
  for (const [id, record] of await all(store)) {
    const { file, part } = exportFiles(folder, id, record.format);
    if (!existsSync(file) && !existsSync(part) && !isWorkedOn(record, clock)) await store.remove(EXPORTS, id);
  }
}

async function all(store: StateStore): Promise<[string, ExportRecord][]> {
  const found: [string, ExportRecord][] = [];
  for (const id of await store.keys(EXPORTS)) {
    const record = await store.get(EXPORTS, id);
    if (record !== undefined) found.push([id, record.value]);
  }
  return found;
}

function hasItsBytes(folder: string, id: string, { format, checkpoint }: ExportRecord): boolean {
  const { part } = exportFiles(folder, id, format);
  return (statSync(part, { throwIfNoEntry: false })?.size ?? 0) >= checkpoint.bytes;
}
