/** Disks that can be full or read-only: a small real one where the machine lets us mount it, and one that only says so. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('disk-preload.cjs', import.meta.url));
const SIZE = '1m';

/** A disk of which `dir` is a private folder. */
export interface Disk {
  readonly dir: string;
  /** What product processes need in their environment to see it, given the environment they have. */
  env(env: Readonly<Record<string, string>>): Record<string, string>;
  /** Leaves no room for another byte. */
  fill(): void;
  /** Makes room again. */
  free(): void;
  close(): Promise<void>;
}

/** Preloaded into product processes; `code` is what they meet when it is full. */
export async function pretendedDisk(code: 'ENOSPC' | 'EROFS' = 'ENOSPC'): Promise<Disk> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-disk-'));
  const dir = join(folder, 'data');
  const trouble = join(folder, 'trouble');
  await mkdir(dir, { mode: 0o700 });
  return {
    dir,
    env: (env) => ({
      ...env,
      NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(PRELOAD)}`,
      TGMCP_DISK: JSON.stringify({ under: dir, trouble }),
    }),
    fill: () => writeFileSync(trouble, code),
    free: () => rmSync(trouble, { force: true }),
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A mounted one; undefined where mounting is not permitted. */
export async function mountedDisk(): Promise<Disk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=700`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
  const dir = join(folder, 'data');
  const ballast = join(folder, 'ballast');
  await mkdir(dir, { mode: 0o700 });
  return {
    dir,
    env: (env) => ({ ...env }),
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    async close() {
      execFileSync('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(descriptor);
  }
}
