import { inspectState, placeProblems, StateError, type Clock, type StateReport } from '@tgmcp/core';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One folder of state: that of an account, or of the logins of a number. */
export interface StateRoot {
  /** As commands name it: the account's id, or `logins/<number>`. */
  readonly label: string;
  readonly folder: string;
}

/** Every folder of state below the state folder. */
export function stateRoots(state: string): StateRoot[] {
  const accounts = namesIn(state).filter((name) => /^[1-9]\d*$/u.test(name));
  const logins = namesIn(join(state, 'logins')).map((name) => `logins/${name}`);
  return [...accounts, ...logins].map((label) => ({ label, folder: join(state, label) }));
}

/** A look at one folder of state. */
export interface Inspected extends StateRoot {
  readonly report: StateReport;
}

/** Looks through everything; changes nothing. */
export function inspectAll(state: string): Inspected[] {
  return stateRoots(state).map((root) => ({ ...root, report: inspectState(root.folder) }));
}

/** What is wrong with where the state lies, each with its way out. */
export function inspectPlace(
  state: string,
  clock: Clock,
): { readonly reason: string; readonly run: string }[] {
  const run = 'tgmcp state repair --take-over';
  try {
    return placeProblems(state, clock).map((reason) => ({
      reason,
      run: reason.startsWith('the host') ? run : 'set TG_DATA_DIR to a folder on a local disk',
    }));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return [{ reason: error.message, run }];
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
