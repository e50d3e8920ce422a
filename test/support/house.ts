import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessionText } from '@tgmcp/core';
import { startEmulator, type Emulator, type World } from '@tgmcp/emulator';
import { startAgent, type Agent, type AgentOptions } from './mcp-client.js';
import { GROUP, PERSON, smallWorld } from './small-world.js';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The programs as they are shipped. */
export const PROGRAMS = {
  read: join(root, 'packages/tgmcp-read/bundle/tgmcp-read.js'),
  actions: join(root, 'packages/tgmcp-actions/bundle/tgmcp-actions.js'),
  operator: join(root, 'packages/operator/bundle/tgmcp.js'),
} as const;

export type Server = 'read' | 'actions';

/** The phrase of the tests' operator; it must never be seen by an agent. */
export const PHRASE = 'violet harbour seven';

type Env = Readonly<Record<string, string>>;

/** One person's machine: an emulated Telegram, a data folder, sessions for both servers, and the programs. */
export interface House {
  readonly emulator: Emulator;
  /** The data folder. */
  readonly dir: string;
  /** The environment of a program, with changes; an empty value takes a variable away. */
  env(changes?: Env): Record<string, string>;
  /** Starts a server and an agent that talks to it; ended by {@link close}. */
  start(server: Server, changes?: Env, options?: Partial<AgentOptions>): Promise<Agent>;
  /** Runs the operator's command with lines on its standard input. */
  operator(args: readonly string[], input?: string, changes?: Env): Promise<Ran>;
  /** Writes a session file, minted at the emulator, and returns its path; the name of a server is that of the file it uses. `as`: another account. */
  logIn(name: string, as?: bigint): Promise<string>;
  /** Lets time pass for the world and all programs; when it resolves, every program knows. */
  passTime(seconds: number): Promise<void>;
  /** Methods that reached the wire, without connection and account set-up. */
  wire(): string[];
  close(): Promise<void>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Methods by which a connection is set up and the account is checked. */
const SET_UP = new Set(['help.getConfig', 'users.getUsers', 'updates.getState', 'ping_delay_disconnect']);

const SHIFT_IS_KNOWN_MS = 15;

/** Opens a house over a world; both servers are logged in as {@link PERSON}. */
export async function openHouse(
  world: () => World = smallWorld,
  account: bigint = PERSON.id,
): Promise<House> {
  const emulator = await startEmulator({ world });
  const dir = await mkdtemp(join(tmpdir(), 'tgmcp-house-'));
  await chmod(dir, 0o700);
  await writeFile(join(dir, 'env'), '', { mode: 0o600 });
  const agents: Agent[] = [];

  const env = (changes: Env = {}): Record<string, string> => {
    const all: Record<string, string> = {
      ...emulator.env,
      TG_ENV_FILE: join(dir, 'env'),
      TG_DATA_DIR: dir,
      TG_API_ID: '12345',
      TG_API_HASH: '0123456789abcdef0123456789abcdef',
      RATE_RPS: '1000',
      TG_ACTIONS_ENABLED: '1',
      TG_ACTIONS_ALLOWED_GROUPS: GROUP.id,
      TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
      TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '1',
      ...changes,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  };

  const house: House = {
    emulator,
    dir,
    env,
    async start(server, changes = {}, options = {}) {
      const agent = await startAgent({ file: PROGRAMS[server], env: env(changes), ...options });
      agents.push(agent);
      return agent;
    },
    operator: (args, input = '', changes = {}) => run(PROGRAMS.operator, args, env(changes), input),
    async logIn(name, as = account) {
      const folder = join(dir, 'sessions');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const session = emulator.mintSession(as);
      const content = { account: { id: String(as), first_name: 'Ann' }, dc: 2, session };
      const file = join(folder, `${name}.session`);
      await writeFile(file, sessionText(content), { mode: 0o600 });
      return file;
    },
    async passTime(seconds) {
      emulator.clock.advance(seconds * 1000);
      // Programs look at the time's shift every few milliseconds; a call must not begin before and end after it.
      await new Promise((resolve) => setTimeout(resolve, SHIFT_IS_KNOWN_MS));
    },
    wire: () => emulator.calls.all.map((call) => call.method).filter((method) => !SET_UP.has(method)),
    async close() {
      await Promise.allSettled(agents.map((agent) => agent.close()));
      await emulator.stop();
      // A program that was killed a moment ago may still be writing.
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await house.logIn('read');
  await house.logIn('actions');
  return house;
}

function run(file: string, args: readonly string[], env: Env, input: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** Reads a file of the repository. */
export const repositoryFile = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
