/** The bridge in an agent's shell: its configuration names the actions server of a house, and its environment nothing. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PHRASE, PROGRAMS, type House, type Ran } from '../../support/house.js';
import { GROUP } from '../../support/small-world.js';

type Env = Readonly<Record<string, string>>;

/** The bridge of a house. */
export interface Bridge {
  /** The configuration of the agent's client. */
  readonly config: string;
  /** What the shell knows. */
  readonly shell: Record<string, string>;
  /** Runs `tgmcp bridge --config … args`. */
  run(args: readonly string[], changes?: Env, input?: string): Promise<Ran>;
  /** Writes what stands in the settings file of the operator. */
  settings(changes?: Env): Promise<void>;
}

/** What the operator decided, in the settings file. */
const DECIDED = {
  TG_API_ID: '12345',
  TG_API_HASH: '0123456789abcdef0123456789abcdef',
  RATE_RPS: '1000',
  TG_ACTIONS_ENABLED: '1',
  TG_ACTIONS_ALLOWED_GROUPS: GROUP.id,
  TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
  TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '1',
};

/** Sets the bridge up. */
export async function openBridge(house: House): Promise<Bridge> {
  const settings = async (changes: Env = {}): Promise<void> => {
    const lines = Object.entries({ ...DECIDED, ...changes }).map(([name, value]) => `${name}=${value}`);
    await writeFile(join(house.dir, 'env'), lines.join('\n'), { mode: 0o600 });
  };
  await settings();
  const config = join(house.dir, 'mcp.json');
  const env = { ...house.emulator.env, TG_ENV_FILE: join(house.dir, 'env'), TG_DATA_DIR: house.dir };
  const server = { command: process.execPath, args: [PROGRAMS.actions], env };
  await writeFile(config, JSON.stringify({ mcpServers: { 'tgmcp-actions': server } }));
  const shell = { PATH: process.env['PATH'] ?? '', HOME: house.dir };
  return {
    config,
    shell,
    settings,
    run: (args, changes = {}, input = '') =>
      runIn({ ...shell, ...changes }, [PROGRAMS.operator, 'bridge', '--config', config, ...args], input),
  };
}

/** Runs a program of ours with an environment. */
export function runIn(env: Env, args: readonly string[], input = '', cwd?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...args], { env, cwd }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** The JSON on stdout. */
export const said = ({ stdout }: Ran): Record<string, Record<string, unknown>> =>
  JSON.parse(stdout) as Record<string, Record<string, unknown>>;

/** The error on stderr, whose last line it is. */
export const problem = ({ stderr }: Ran): Record<string, unknown> =>
  (JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { error: Record<string, unknown> }).error;

/** A message to the group that the operator allows. */
export const ARGS = ['--args-json', JSON.stringify({ group: GROUP.id, message_text: "It's at eight" })];
