/** A person's home, and `tgmcp config` run in it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { PROGRAMS, type Ran } from '../../support/house.js';

/** What a client's file holds for one server. */
export interface Server {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Servers by their names. */
export type Servers = Record<string, Server>;

type Env = Readonly<Record<string, string>>;

/** The home. Its name has what paths may have. */
export interface Home {
  readonly folder: string;
  environment(changes?: Env): Record<string, string>;
  run(file: string, args: readonly string[], changes?: Env): Promise<Ran>;
  config(...args: string[]): Promise<Ran>;
  remove(): Promise<void>;
}

/** Makes a home with settings that hold a secret. */
export async function makeHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp config ü-'));
  await writeFile(join(folder, '.env'), 'TG_API_HASH=0123456789abcdef0123456789abcdef\n', { mode: 0o600 });
  const environment = (changes: Env = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TG_ENV_FILE: join(folder, '.env'),
    TG_DATA_DIR: join(folder, 'data'),
    ...changes,
  });
  const run: Home['run'] = (file, args, changes) =>
    new Promise((resolve) => {
      const options = { env: environment(changes), cwd: folder };
      const child = execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
      child.stdin?.end();
    });
  return {
    folder,
    environment,
    run,
    config: (...args) => run(PROGRAMS.operator, ['config', ...args]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The servers below a key. */
export const serversIn = (value: unknown, key: string): Servers =>
  (value as Record<string, Servers>)[key] ?? {};
