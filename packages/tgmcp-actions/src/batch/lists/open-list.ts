/** Opens a list in one of the folders that lists may stand in, as files are opened that are sent: by its descriptor. */
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { done, type Outcome } from '@tgmcp/core';
import { filePlaces } from '../../files/file-places.js';
import { openFile } from '../../files/open-file.js';
import { readDescriptor } from '../../files/read-descriptor.js';
import { unusable } from './read-list.js';

const MOST_BYTES = 4 * 1024 * 1024;

/** The settings that name the folders. */
export type ListSettings = Parameters<typeof filePlaces>[0];

/**
 * Reads a list as text. A relative path begins at each folder in turn. Refused with INPUT_INVALID, naming the argument; what
 * may not be opened is refused as if it were not there.
 */
export async function openList(
  argument: string,
  path: string,
  settings: ListSettings,
): Promise<Outcome<string>> {
  const places = filePlaces(settings);
  const roots = ['exports', 'inbox', 'outbox'].map((name) => join(settings.TG_DATA_DIR, name));
  // What agents and exports leave in these is theirs to read; all else of the data folder stays closed.
  const own = openFile(path, { ...places, roots, closed: [] });
  const opened = own.ok ? own : openFile(path, places);
  if (!opened.ok) return unusable(argument, NOWHERE);
  const { fd, found } = opened.value;
  try {
    if (found.size > BigInt(MOST_BYTES)) {
      return unusable(argument, `the file is larger than ${MOST_BYTES} bytes`);
    }
    // A file that grows meanwhile is read no further.
    for await (const piece of readDescriptor(fd, Math.max(1, Number(found.size)))) {
      return done(piece.toString('utf8'));
    }
    return done('');
  } finally {
    closeSync(fd);
  }
}

const NOWHERE =
  'there is no such file in the folders for lists: exports, inbox and outbox of the data folder, and TG_ACTIONS_FILE_ROOTS; links, files of two names and hidden ones are none';
