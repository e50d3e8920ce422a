import { execFile, type ExecFileException } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Ignore } from '@balena/dockerignore';
import { root } from '../programs/bundle.js';
import { readStages, type Stage, type Step } from './steps.js';

const run = promisify(execFile);
// Its types promise a default export, which it does not have.
const dockerignore = createRequire(import.meta.url)('@balena/dockerignore') as () => Ignore;
const DOCKERFILE = 'scripts/docker/Dockerfile';

/** What stands in for an image: a folder in the place of its root, and what a container of it would be started with. */
export interface Built {
  readonly folder: string;
  readonly command: readonly string[];
  /** Runs a program of the image, the health check unless another is named; never throws for its exit code. */
  start(
    argv?: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** Follows the steps of the Dockerfile below a folder. `ready`: stages that were built before, and where. */
export async function runSteps(folder: string, ready: Readonly<Record<string, string>> = {}): Promise<Built> {
  const stages = readStages(await readFile(join(root, DOCKERFILE), 'utf8'));
  const places = new Map(Object.entries(ready));
  let last: Built | undefined;
  for (const [index, stage] of stages.entries()) {
    const name = stage.name === '' ? String(index) : stage.name;
    if (places.has(name)) continue;
    places.set(name, join(folder, name));
    last = await runStage(stage, join(folder, name), places);
  }
  if (last === undefined) throw new Error(`${DOCKERFILE} has no stage that is left to run.`);
  return last;
}

async function runStage(stage: Stage, folder: string, places: ReadonlyMap<string, string>): Promise<Built> {
  const state = {
    workdir: '/',
    env: {} as Record<string, string>,
    command: [] as string[],
    health: [] as string[],
  };
  const inside = (path: string): string => join(folder, posix.resolve(state.workdir, path));
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    ...Object.fromEntries(
      Object.entries(state.env).map(([name, value]) => [name, value.split(':').map(moved).join(':')]),
    ),
    ...more,
  });
  // A path of the image is one below the folder; what the base image brings is what this machine has.
  const moved = (path: string): string =>
    path.startsWith('/') ? join(folder, path) : path === '$PATH' ? (process.env['PATH'] ?? '') : path;

  const follow: { [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => Promise<void> } = {
    workdir: async ({ path }) => {
      state.workdir = posix.resolve(state.workdir, path);
      await mkdir(inside('.'), { recursive: true });
    },
    copy: async ({ from, source, target }) => {
      if (from === undefined) return copyContext(inside(target));
      const place = places.get(from);
      if (place === undefined) throw new Error(`There is no stage ${from}.`);
      return cp(join(place, source), inside(target), { recursive: true });
    },
    run: async ({ command }) => {
      await run('sh', ['-euc', command], { cwd: inside('.'), env: environment(), maxBuffer: 100_000_000 });
    },
    env: ({ name, value }) => Promise.resolve(void (state.env[name] = value)),
    // Whoever runs this has one user to run as.
    user: () => Promise.resolve(),
    command: ({ argv }) => Promise.resolve(void (state.command = [...argv])),
    health: ({ argv }) => Promise.resolve(void (state.health = [...argv])),
  };
  for (const step of stage.steps) await follow[step.kind](step as never);
  return {
    folder,
    command: state.command,
    start: async ([file = '', ...args] = state.health, env = {}) => {
      try {
        return { code: 0, ...(await run(file, args, { cwd: inside('.'), env: environment(env) })) };
      } catch (error) {
        const { code, stdout = '', stderr = '' } = error as ExecFileException;
        if (typeof code !== 'number') throw error;
        return { code, stdout, stderr };
      }
    },
  };
}

/** What an engine would send: the repository without what the ignore file leaves out. */
async function copyContext(target: string): Promise<void> {
  const rules = await readFile(join(root, `${DOCKERFILE}.dockerignore`), 'utf8');
  const ignored = dockerignore().add(rules.split('\n'));
  const skipped = new Set(['node_modules', '.git']);
  async function visit(folder: string): Promise<void> {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) await visit(path);
      if (entry.isFile() && !ignored.ignores(path)) await cp(join(root, path), join(target, path));
    }
  }
  await visit('.');
}
