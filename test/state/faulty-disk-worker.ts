/**
 * Makes one change again and again, each time on a new folder and with one more of its file calls failing, until none is
 * left to fail. Prints one line of JSON for each. `node worker.mjs FOLDER CODE CHANGE`, under nth-call-preload.cjs.
 */
import { join } from 'node:path';
import { createFileStore, StateError, systemClock, type StateStore } from '@tgmcp/core';
import { COUNTER } from '../serial/state/documents.js';

/** How the preload is told which call fails. */
interface Disk {
  under: string;
  code: string | undefined;
  nth: number;
  calls: number;
  hit: string | undefined;
}
declare global {
  var tgmcpDisk: Disk;
}

/** One change, and what stands on disk before and after it. */
interface Change {
  readonly make: (store: StateStore) => Promise<unknown>;
  readonly read: (store: StateStore) => Promise<unknown>;
}

const plusOne = (store: StateStore): Promise<unknown> =>
  store.update(COUNTER, 'a', (now) => ({ count: (now?.count ?? 0) + 1 }));
const CHANGES: Readonly<Record<string, Change>> = {
  update: { make: plusOne, read: async (store) => (await store.get(COUNTER, 'a'))?.value.count ?? 0 },
  create: {
    make: (store) => store.create(COUNTER, 'b', { count: 1 }),
    read: async (store) => (await store.get(COUNTER, 'b'))?.value.count ?? 0,
  },
  append: {
    make: (store) => store.append('events', (before) => String(Number(before ?? '0') + 1)),
    read: async (store) => (await store.readLog('events')).length,
  },
  lease: {
    make: (store) => store.acquireLease('runner', 'me', 60_000),
    read: async (store) => ((await store.acquireLease('runner', 'other', 1)) === undefined ? 1 : 0),
  },
};

const [folder = '', code = '', name = ''] = process.argv.slice(2);
const change = CHANGES[name];
if (change === undefined) throw new Error(`no such change: ${name}`);
const clock = systemClock();
for (let nth = 1; ; nth += 1) {
  const root = join(folder, `${name}-${code}-${nth}`);
  const open = (): StateStore => createFileStore({ root, clock });
  await plusOne(open());
  await open().append('events', () => '1');
  const before = await (name === 'lease' ? 0 : change.read(open()));
  Object.assign(globalThis.tgmcpDisk, { under: root, code, nth, calls: 0, hit: undefined });
  const told = await change.make(open()).then(
    () => 'done',
    (error: unknown) => (error instanceof StateError ? error.code : `a bug: ${String(error)}`),
  );
  const { hit } = globalThis.tgmcpDisk;
  globalThis.tgmcpDisk.code = undefined;
  const after = await change.read(open()).catch(String);
  const later = await change.make(open()).then(
    () => 'done',
    (error: unknown) => String(error),
  );
  process.stdout.write(`${JSON.stringify({ nth, hit, before, told, after, later })}\n`);
  if (hit === undefined) break;
}
