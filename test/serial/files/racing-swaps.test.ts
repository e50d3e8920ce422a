/** Files that somebody exchanges for links while they are opened: not once does what is behind a link come out. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWithin } from '@tgmcp/core';
import { filePlaces, type FilePlaces } from '../../../packages/tgmcp-actions/src/files/file-places.js';
import { openFile } from '../../../packages/tgmcp-actions/src/files/open-file.js';
import { ownDisk, type OwnDisk } from '../../files/own-disk.js';

const SWAPS = 10_000;
const SECRET = 'for nobody';
const SWAPPER = fileURLToPath(new URL('../../dist/serial/files/swapper.js', import.meta.url));

let disk: OwnDisk;
let places: FilePlaces;
let swapper: ChildProcess;

beforeAll(async () => {
  disk = ownDisk();
  disk.put('root/plan.txt', 'open to all');
  disk.put('root/way/plan.txt', 'open to all');
  disk.put('secret/plan.txt', SECRET);
  places = filePlaces(disk.settings());
  swapper = fork(SWAPPER, [disk.path]);
  await once(swapper, 'message');
});
afterAll(async () => {
  swapper.kill('SIGKILL');
  await once(swapper, 'exit');
  disk.remove();
});

/** What comes out of one try: the text, or undefined when it is refused. */
function read(name: string): string | undefined {
  const file = openFile(name, places);
  if (!file.ok) {
    if (file.refusal.code !== 'FILE_REFUSED') throw new Error(file.refusal.code);
    return undefined;
  }
  try {
    return readFileSync(file.value.fd, 'utf8');
  } finally {
    closeSync(file.value.fd);
  }
}

/** The same by looking where a path leads before it is opened, as is often done. */
function readNaively(path: string): string | undefined {
  try {
    if (!isWithin(realpathSync(path), disk.at('root'))) return undefined;
    const fd = openSync(path, 'r');
    try {
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

describe('a file that is exchanged while it is opened', () => {
  it.each(['plan.txt', 'way/plan.txt'])('%s never shows what a link leads to, in 10,000 tries', (name) => {
    const came = new Map<string | undefined, number>();
    for (let n = 0; n < SWAPS; n += 1) {
      const text = read(name);
      came.set(text, (came.get(text) ?? 0) + 1);
    }
    expect(came.get(SECRET) ?? 0).toBe(0);
    // Both happened: it was there, and it was not.
    expect(new Set(came.keys())).toEqual(new Set(['open to all', undefined]));
  });

  it('is put to a test that a look before the opening fails', () => {
    let leaks = 0;
    for (let n = 0; n < 5 * SWAPS && leaks === 0; n += 1) {
      if (
        readNaively(disk.at('root/way/plan.txt')) === SECRET ||
        readNaively(disk.at('root/plan.txt')) === SECRET
      )
        leaks += 1;
    }
    expect(leaks).toBeGreaterThan(0);
  });
});
