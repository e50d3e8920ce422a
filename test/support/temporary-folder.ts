import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'tgmcp-tests-';
const OWNER = /^tgmcp-tests-(\d+)-/u;

/**
 * Gives a run of the tests a folder of its own for everything temporary, which goes when the run ends: so that a test
 * process that is killed, and whoever it started, leave nothing in the folder of all. The next run clears away what a
 * killed run has left.
 */
export default function ownTemporaryFolder(): (() => void) | undefined {
  const shared = tmpdir();
  // Each project is set up by itself, and they share the first one's folder.
  if (shared.includes(PREFIX)) return undefined;
  for (const name of readdirSync(shared)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !runs(Number(owner))) remove(join(shared, name));
  }
  const folder = mkdtempSync(join(shared, `${PREFIX}${process.pid}-`));
  process.env['TMPDIR'] = folder;
  const end = (): void => remove(folder);
  process.once('exit', end);
  return end;
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
