import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { mcpBundles } from '../../scripts/dist/pack/mcp-bundle.js';
import { archive, withPackages } from '../../scripts/dist/pack/packages.js';
import { root } from '../support/house.js';

const run = promisify(execFile);

/** What was packed and installed, in a folder that knows nothing of this repository. */
export interface Installed {
  readonly folder: string;
  /** The archives of tgmcp-read, tgmcp-actions, tgmcp and the library. */
  readonly archives: readonly string[];
  /** The bundles for Claude Desktop. */
  readonly bundles: readonly string[];
  /** How long npm took to install them. */
  readonly installMs: number;
  /** The folder of an installed program's package. */
  of(name: string): string;
  /** The command as it is on the search path. */
  command(name: string): string;
  remove(): Promise<void>;
}

/** Packs everything, and installs the programs from their archives as a user does, without a network. */
export async function packAndInstall(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-installed-'));
  const prefix = join(folder, 'prefix');
  const { archives, bundles } = await withPackages(async (packages) => ({
    archives: await Promise.all(packages.map((one) => archive(one, join(folder, 'archives')))),
    bundles: await mcpBundles(packages, join(folder, 'bundles')),
  }));
  const own = ['--prefix', prefix, '--cache', join(folder, 'cache'), '--offline', '--no-audit', '--no-fund'];
  const begun = performance.now();
  await run('npm', ['install', '--global', ...own, ...archives.slice(0, 3)], { cwd: folder });
  return {
    folder,
    archives,
    bundles,
    installMs: performance.now() - begun,
    of: (name) => join(prefix, 'lib/node_modules', name),
    command: (name) => join(prefix, 'bin', name),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Lays the library into a project of its own, with what npm would fetch for it, and returns that project's folder. */
export async function installLibrary({ folder, archives }: Installed): Promise<string> {
  const home = join(folder, 'library');
  const modules = join(home, 'node_modules');
  const target = join(modules, '@tgmcp/core');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', archives[3] ?? '', '--strip-components=1', '-C', target]);
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(await realpath(join(root, 'packages/core/node_modules', name)), join(modules, name));
  }
  return home;
}
