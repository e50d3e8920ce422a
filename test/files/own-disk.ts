/** A folder with file roots, a data folder, sessions and settings, for tests of what may be sent from a disk. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadSettings, type Settings } from '@tgmcp/core';
import { DISK } from '../support/temporary-folder.js';

/** The folder; `root` is its one file root unless told otherwise. */
export interface OwnDisk {
  readonly path: string;
  at(...parts: readonly string[]): string;
  /** Writes a file, with its folders, and returns its path. */
  put(name: string, text?: string): string;
  /** The settings of an actions server on this disk. */
  settings(changes?: Readonly<Record<string, string>>): Settings;
  remove(): void;
}

/** Makes one in the temporary folder of the run, on the disk: in memory it would be below /dev, where no root may be. */
export function ownDisk(): OwnDisk {
  const path = realpathSync(mkdtempSync(join(process.env[DISK] ?? tmpdir(), 'tgmcp-files-')));
  const at = (...parts: readonly string[]): string => join(path, ...parts);
  const put = (name: string, text = name): string => {
    mkdirSync(dirname(at(name)), { recursive: true, mode: 0o700 });
    writeFileSync(at(name), text);
    return at(name);
  };
  put('config/tgmcp.txt', '# nothing is set here\n');
  for (const name of ['root', 'data', 'data/outbox', 'logins']) mkdirSync(at(name), { mode: 0o700 });
  return {
    path,
    at,
    put,
    settings(changes = {}) {
      const loaded = loadSettings('actions', {
        TG_API_ID: '12345',
        TG_API_HASH: '0123456789abcdef0123456789abcdef',
        TG_DATA_DIR: at('data'),
        TG_ENV_FILE: at('config', 'tgmcp.txt'),
        SESSION_DIR: at('logins'),
        TG_SESSIONS_DIR: at('logins'),
        TG_SESSION_PATH: at('config', 'mine.txt'),
        TG_SESSION_KEY_FILE: at('config', 'lock.txt'),
        TG_ACTIONS_FILE_ROOTS: at('root'),
        ...changes,
      });
      if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
      return loaded.settings;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
