/** One account of the product in this process, on an emulated Telegram; what reaches the wire is on record. */
import { createRequire } from 'node:module';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createRuntime,
  loadSettings,
  sessionText,
  type AccountServices,
  type Runtime,
  type Settings,
  type Telegram,
} from '@tgmcp/core';
import { startEmulator, type Emulator, type World } from '@tgmcp/emulator';
import { PERSON, smallWorld } from '../support/small-world.js';

type Env = Readonly<Record<string, string>>;

export interface Bench {
  readonly emulator: Emulator;
  readonly dir: string;
  readonly settings: (program: 'read' | 'actions', changes?: Env) => Settings;
  /** Services of a program, as its entry makes them; ended by {@link close}. */
  open(program: 'read' | 'actions', changes?: Env): Promise<AccountServices>;
  /** The same without expecting that the account opens. */
  runtime(program: 'read' | 'actions', changes?: Env): Runtime;
  logIn(program: 'read' | 'actions', account?: bigint): Promise<string>;
  sessionFile(program: 'read' | 'actions'): string;
  /** Methods that reached the wire. */
  wire(): string[];
  /** Cuts every connection; when it resolves, these accounts know. */
  cutOff(...known: readonly Telegram[]): Promise<void>;
  close(): Promise<void>;
}

/** Until an account has seen that its connection is gone, even on a busy machine. */
const NOTICED_MS = 20_000;

let preloaded = false;

/** Opens a bench; both programs are logged in. One emulator for the whole file, because a process has one preload. */
export async function openBench(world: () => World = smallWorld): Promise<Bench> {
  if (preloaded) throw new Error('one bench for one test file');
  preloaded = true;
  const emulator = await startEmulator({ world });
  leadThisProcessTo(emulator);
  const dir = await mkdtemp(join(tmpdir(), 'tgmcp-bench-'));
  await chmod(dir, 0o700);
  await writeFile(join(dir, 'env'), '', { mode: 0o600 });
  const runtimes: Runtime[] = [];
  const env = (changes: Env): Record<string, string> => ({
    TG_ENV_FILE: join(dir, 'env'),
    TG_DATA_DIR: dir,
    TG_API_ID: '12345',
    TG_API_HASH: '0123456789abcdef0123456789abcdef',
    RATE_RPS: '1000',
    // Only so that nothing hangs: who waits for a deadline sets its own.
    TG_CALL_DEADLINE_SEC: '25',
    ...changes,
  });
  const load = (program: 'read' | 'actions', changes: Env) => {
    const loaded = loadSettings(program, env(changes));
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    return loaded;
  };
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  const bench: Bench = {
    emulator,
    dir,
    settings: (program, changes = {}) => load(program, changes).settings,
    runtime(program, changes = {}) {
      const { settings, project } = load(program, changes);
      const runtime = createRuntime({ settings, project, log: silent }, program);
      runtimes.push(runtime);
      return runtime;
    },
    async open(program, changes = {}) {
      const account = await bench.runtime(program, changes).account();
      if (!account.ok) throw new Error(JSON.stringify(account.refusal));
      return account.value;
    },
    sessionFile: (program) => join(dir, 'sessions', `${program}.session`),
    async logIn(program, account = PERSON.id) {
      const session = emulator.mintSession(account);
      const content = { account: { id: String(account), first_name: 'Ann' }, dc: 2, session };
      await mkdir(join(dir, 'sessions'), { recursive: true, mode: 0o700 });
      await writeFile(bench.sessionFile(program), sessionText(content), { mode: 0o600 });
      return session;
    },
    wire: () => emulator.calls.all.map((call) => call.method),
    async cutOff(...known) {
      emulator.disconnect();
      const isKnown = async (): Promise<boolean> =>
        (await Promise.all(known.map((telegram) => telegram.status()))).every(({ connected }) => !connected);
      const begun = performance.now();
      while (!(await isKnown())) {
        if (performance.now() - begun > NOTICED_MS)
          throw new Error('an account does not see that it is cut off');
        await sleep(5);
      }
    },
    async close() {
      await Promise.all(runtimes.map((runtime) => runtime.close()));
      await emulator.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await bench.logIn('read');
  await bench.logIn('actions');
  return bench;
}

/** What NODE_OPTIONS does for a program of its own. */
function leadThisProcessTo(emulator: Emulator): void {
  const { NODE_OPTIONS = '', ...rest } = emulator.env;
  Object.assign(process.env, rest);
  const preload = /--require[= ]"?([^"]+?)"?$/.exec(NODE_OPTIONS.trim())?.[1];
  if (preload === undefined) throw new Error(`no preload in ${NODE_OPTIONS}`);
  createRequire(import.meta.url)(preload);
}
