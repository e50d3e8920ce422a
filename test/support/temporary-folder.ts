import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'tgmcp-tests-';
const OWNER = /^tgmcp-tests-(\d+)-/u;

/** Where Linux keeps files in memory, and how much room a run has to find there; bytes. */
const MEMORY = '/dev/shm';
const ROOM = 2 * 1024 ** 3;

/** The variable with the folder of a run that is on a disk. */
export const DISK = 'TGMCP_TESTS_DISK';

/**
 * Gives a run of the tests folders of its own for everything temporary, which go when the run ends: so that a test process
 * that is killed, and whoever it started, leave nothing in the folder of all. The next run clears away what a killed run has
 * left. TMPDIR names one in memory where there is room, because every change of state waits for its medium several times;
 * another one is on the disk, for what is measured there. A TMPDIR that is set holds for both.
 */
export default function ownTemporaryFolder(): (() => void) | undefined {
  // Each project is set up by itself, and they share the first one's folders.
  if (process.env[DISK] !== undefined) return undefined;
  const shared = tmpdir();
  const memory = process.env['TMPDIR'] === undefined ? inMemory() : undefined;
  const disk = ownFolderIn(shared);
  const fast = memory === undefined ? disk : ownFolderIn(memory);
  process.env[DISK] = disk;
  process.env['TMPDIR'] = fast;
  const end = (): void => [...new Set([disk, fast])].forEach(remove);
  process.once('exit', end);
  return end;
}

function ownFolderIn(shared: string): string {
  for (const name of readdirSync(shared)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !runs(Number(owner))) remove(join(shared, name));
  }
  return mkdtempSync(join(shared, `${PREFIX}${process.pid}-`));
}

/** The folder in memory, if it has room and programs can be started from it. */
function inMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .findLast(([, place]) => place === MEMORY);
    const options = mount?.[3]?.split(',') ?? ['noexec'];
    return bavail * bsize >= ROOM && !options.includes('noexec') ? MEMORY : undefined;
  } catch {
    return undefined;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process, which is not to be asked, runs as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    process.stderr.write(`could not remove ${folder}: ${String(error)}\n`);
  }
}
