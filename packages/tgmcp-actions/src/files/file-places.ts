/** Where files may be sent from, and what lies there that may not. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  done,
  errorCode,
  isWithin,
  makePrivateFolder,
  StateError,
  type Outcome,
  type Settings,
} from '@tgmcp/core';
import { fileRefused, unreadable } from './file-refused.js';
import { systemFolders } from './ways.js';

/** Places of one installation, absolute. */
export interface FilePlaces {
  /** Folders from which files may be sent. */
  readonly roots: readonly string[];
  /** The one folder of the data folder that is open to this. */
  readonly outbox: string;
  /** Folders and files that are never sent, though they lie below a root. */
  readonly closed: readonly string[];
}

type PlaceSettings = Pick<
  Settings,
  | 'TG_ACTIONS_FILE_ROOTS'
  | 'TG_DATA_DIR'
  | 'TG_ENV_FILE'
  | 'SESSION_DIR'
  | 'TG_SESSIONS_DIR'
  | 'TG_SESSION_RUNTIME_DIR'
  | 'TG_SESSION_PATH'
  | 'TG_READ_SESSION_PATH'
  | 'TG_ACTIONS_SESSION_PATH'
  | 'TG_SESSION_KEY_FILE'
>;

/** The places that the settings name. */
export function filePlaces(settings: PlaceSettings): FilePlaces {
  const outbox = join(settings.TG_DATA_DIR, 'outbox');
  const closed = [
    settings.TG_DATA_DIR,
    settings.TG_ENV_FILE,
    settings.SESSION_DIR,
    settings.TG_SESSIONS_DIR,
    settings.TG_SESSION_RUNTIME_DIR,
    settings.TG_SESSION_PATH,
    settings.TG_READ_SESSION_PATH,
    settings.TG_ACTIONS_SESSION_PATH,
    settings.TG_SESSION_KEY_FILE,
    ...systemFolders(),
  ];
  return { roots: settings.TG_ACTIONS_FILE_ROOTS, outbox, closed: closed.filter((one) => one !== '') };
}

/** Makes the outbox where it is a root, so that there is a folder to put a file into. FILE_REFUSED when it cannot be one. */
export async function prepareOutbox({ roots, outbox }: FilePlaces): Promise<Outcome<void>> {
  if (!roots.includes(outbox)) return done(undefined);
  try {
    await makePrivateFolder(outbox);
    return done(undefined);
  } catch (error) {
    const reason = error instanceof StateError ? error.message : undefined;
    return reason === undefined ? unreadable(outbox, error) : fileRefused(outbox, reason);
  }
}

/** Whether a real path may be sent from, as far as its place says. */
export function isClosed(path: string, { closed, outbox }: FilePlaces): boolean {
  if (isWithin(path, realOf(outbox))) return false;
  if (closed.some((place) => isWithin(path, realOf(place)))) return true;
  // A disk that takes more than one spelling of a name is not deceived about what is there.
  const there = new Set(upwards(path).flatMap((one) => identityOf(one) ?? []));
  return closed.flatMap((place) => identityOf(place) ?? []).some((place) => there.has(place));
}

/** A path and the folders above it, but for the root of everything, which nothing that is closed can be. */
function upwards(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [path, ...upwards(folder)];
}

/** What a file or folder is, whatever its path; undefined where none is. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}

/** A path without links, as far as it is there. */
export function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    const folder = dirname(path);
    return folder === path ? path : join(realOf(folder), relative(folder, path));
  }
}
