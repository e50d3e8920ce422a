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
  work: (
    accounts: readonly AccountState[],
    settings: Usable['settings'],
    clock: Clock,
    /** Whether another account has got some meanwhile: then these are not all. */
    isOutdated: () => Promise<boolean>,
  ) => Promise<T>,
): Promise<T> {
  const usable = usableSettings(context);
  const { settings } = usable;
  const clock = systemClock();
  const root = must(await prepareDataFolder(usable, clock, context));
  const expected = settings.TG_EXPECTED_USER_ID;
  const idsNow = async (): Promise<string[]> => {
    const names = (await readdir(root)).filter((name) => /^[1-9]\d*$/u.test(name)).toSorted();
    return names.filter((id) => expected === '' || id === expected);
  };
  const accounts = (await idsNow()).map((id) => ({
    id,
    store: createFileStore({ root: join(root, id), clock }),
  }));
  const isOutdated = async (): Promise<boolean> => (await idsNow()).length !== accounts.length;
  try {
    return await work(accounts, settings, clock, isOutdated);
  } finally {
    for (const { store } of accounts) await store.close();
  }
}
