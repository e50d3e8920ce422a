import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Verdict {
  readonly code: number;
  readonly output: string;
}

/** A copy of the workspace in which a test may break the rules. */
export interface Scratch {
  readonly dir: string;
  /** Writes a file, given its path from the workspace's root. */
  write(path: string, text: string): Promise<void>;
  /** Runs one of the workspace's own tools. */
  tool(name: string, ...args: string[]): Promise<Verdict>;
  remove(): Promise<void>;
}

/** Copies sources and settings; installed packages are shared by link. */
export async function scratchWorkspace(): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), 'tgmcp-boundary-'));
  const keep = (source: string) => !/\/(dist|bundle)(\/|$)/.test(source.slice(ROOT.length - 1));
  for (const part of ['packages', 'scripts', '.config', 'package.json', 'tsconfig.json']) {
    await cp(join(ROOT, part), join(dir, part), { recursive: true, verbatimSymlinks: true, filter: keep });
  }
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  return {
    dir,
    write: (path, text) => writeFile(join(dir, path), text),
    tool: (name, ...args) => verdict(join(ROOT, 'node_modules/.bin', name), args, dir),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

async function verdict(file: string, args: string[], cwd: string): Promise<Verdict> {
  try {
    const { stdout, stderr } = await run(file, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` };
  }
}

/** What the dependency-graph tool says of the reading server and of all that it reaches. */
export function graph(scratch: Scratch): Promise<Verdict> {
  return scratch.tool(
    'depcruise',
    '--config',
    '.config/dependency-cruiser.cjs',
    'packages/tgmcp-read/src',
    'packages/core/src',
    '--output-type',
    'err',
  );
}
