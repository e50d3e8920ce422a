/** Files for property tests: real ones in a folder of their own, with an internet in which nobody answers. */
import { createMemoryStore, loadSettings, manualClock } from '@tgmcp/core';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outgoingFiles, type OutgoingFiles } from '../files/outgoing-files.js';

/** The files of an account that has nothing in its outbox; the folder goes with the run of the tests. */
export function silentFiles(): OutgoingFiles {
  const loaded = loadSettings('actions', {
    TG_API_ID: '12345',
    TG_API_HASH: '0123456789abcdef0123456789abcdef',
    TG_DATA_DIR: mkdtempSync(join(tmpdir(), 'tgmcp-silent-')),
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const clock = manualClock();
  return outgoingFiles({
    settings: loaded.settings,
    accountId: '1001',
    store: createMemoryStore({ clock }),
    clock,
    warn: () => undefined,
    network: { addresses: nobody, dial: nobody, secure: nobody },
  });
}

function nobody(): Promise<never> {
  return Promise.reject(new Error('nobody is there'));
}
