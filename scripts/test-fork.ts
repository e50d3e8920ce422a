/**
 * Runs the tests of the client adapter with the maintained fork in the place of the client library: in a copy of the
 * built workspace whose links to `telegram` lead to `teleproto`. Nothing in the product or in its tests knows of it.
 * Arguments are handed to vitest in the place of the paths below.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIBRARY = 'telegram';
const FORK = 'teleproto';
/** Who speaks to Telegram through the library; the emulator takes the schema of its own side from it and keeps it. */
const ON_THE_FORK = [
  'packages/core',
  'packages/tgmcp-actions',
  'packages/tgmcp-read',
  'packages/operator',
  'test',
];
const LEFT_OUT = new Set(['.git', 'reports', '.pnpm', '.vite', '.vite-temp']);
const TESTS = [
  'packages/core/src/telegram',
  'packages/tgmcp-actions/src/telegram',
  'test/telegram',
  ...['read-guard', 'actions-guard', 'login-guard', 'forged', 'resend', 'without-guard'].map(
    (name) => `test/guard/${name}`,
  ),
  'test/scenarios/read-tools.test.ts',
  'test/scenarios/actions-send.test.ts',
  'test/scenarios/operator-login.test.ts',
];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the workspace in `folder` in which everything of ours gets the fork when it asks for the library. */
async function copyWorkspace(folder: string): Promise<void> {
  await cp(root, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) =>
      !relative(root, path)
        .split('/')
        .some((part) => LEFT_OUT.has(part)),
  });
  await symlink(join(root, 'node_modules/.pnpm'), join(folder, 'node_modules/.pnpm'));
  const fork = await realpath(join(root, 'test/node_modules', FORK));
  for (const member of ON_THE_FORK) {
    const modules = join(folder, member, 'node_modules');
    if (!(await readdir(modules)).includes(LIBRARY)) continue;
    await rm(join(modules, LIBRARY));
    await symlink(fork, join(modules, LIBRARY));
  }
}

/** Runs vitest in `folder`; its exit code. */
async function runTests(folder: string, paths: readonly string[]): Promise<number> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', '.config/vitest.config.ts', ...paths];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'inherit' });
  const stop = (): void => void child.kill('SIGTERM');
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const folder = await realpath(await mkdtemp(join(tmpdir(), 'tgmcp-fork-')));
try {
  await copyWorkspace(folder);
  const asked = process.argv.slice(2);
  process.exitCode = await runTests(folder, asked.length > 0 ? asked : TESTS);
} finally {
  await rm(folder, { recursive: true, force: true });
}
