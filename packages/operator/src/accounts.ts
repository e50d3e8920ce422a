import { createFileStore, systemClock, type Clock, type StateStore } from '@tgmcp/core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './context.js';
import { must } from './console/refusal.js';
import { prepareDataFolder } from './data-folder.js';
import { usableSettings, type Usable } from './usable-settings.js';

/** One account's state on this machine. */
export interface AccountState {
  readonly id: string;
  readonly store: StateStore;
}

/**
 * Opens the state of every account that has some, narrowed by TG_EXPECTED_USER_ID, for the time of one command.
 * The operator decides for whoever's proposals wait here, so no session is needed and none is opened.
 */
export async function withAccounts<T>(
  context: Context,
  work: (accounts: readonly AccountState[], settings: Usable['settings'], clock: Clock) => Promise<T>,
): Promise<T> {
  const usable = usableSettings(context);
  const { settings } = usable;
  const clock = systemClock();
  const root = must(await prepareDataFolder(usable, clock, context));
  const names = (await readdir(root)).filter((name) => /^[1-9]\d*$/u.test(name)).toSorted();
  const expected = settings.TG_EXPECTED_USER_ID;
  const accounts = names
    .filter((id) => expected === '' || id === expected)
    .map((id) => ({ id, store: createFileStore({ root: join(root, id), clock }) }));
  try {
    return await work(accounts, settings, clock);
  } finally {
    for (const { store } of accounts) await store.close();
  }
}
