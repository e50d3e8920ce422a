/** A person who has nothing yet but an account: no settings, no session, an empty home; and the programs. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '@tgmcp/emulator';
import { PROGRAMS, type Ran } from './house.js';
import { PERSON, smallWorld } from './small-world.js';
import { atTerminal, type Terminal } from './terminal.js';

/** What the person has from my.telegram.org. */
export const APPLICATION = { id: '12345', hash: '0123456789abcdef0123456789abcdef' };
/** What the person approves with. */
export const CHOSEN_PHRASE = 'amber lantern nine';
/** What no output may hold; the code is short enough to stand elsewhere. */
export const SECRETS = [APPLICATION.hash, CHOSEN_PHRASE];

type Env = Readonly<Record<string, string>>;

/** The person's machine. */
export interface Newcomer {
  readonly emulator: Emulator;
  readonly home: string;
  /** The settings file. */
  readonly settings: string;
  env(changes?: Env): Record<string, string>;
  /** Runs the operator's command with lines on its standard input. */
  run(args: readonly string[], lines?: readonly string[], changes?: Env): Promise<Ran>;
  /** The same in a folder below the home. */
  runIn(folder: string, args: readonly string[]): Promise<Ran>;
  /** Runs a command as a person copies it from what another one said. */
  follow(command: string, lines?: readonly string[]): Promise<Ran>;
  /** The operator's command at a terminal. */
  at(args: readonly string[], changes?: Env): Terminal;
  /** What the settings file says of a name. */
  setting(name: string): Promise<string | undefined>;
  /** Takes everything away; throws what Telegram found wrong with the calls that came. */
  close(): Promise<void>;
}

/** Lets somebody begin. The name of the home has what paths may have. */
export async function newcomer(): Promise<Newcomer> {
  const emulator = await startEmulator({ world: smallWorld });
  const home = await mkdtemp(join(tmpdir(), 'tgmcp new ü-'));
  const settings = join(home, 'tgmcp', '.env');
  const env = (changes: Env = {}): Record<string, string> => ({
    ...emulator.env,
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TG_ENV_FILE: settings,
    TG_DATA_DIR: join(home, 'tgmcp'),
    RATE_RPS: '1000',
    TG_CALL_DEADLINE_SEC: '10',
    ...changes,
  });
  const start = (
    file: string,
    words: readonly string[],
    lines: readonly string[],
    changes: Env,
    folder = home,
  ): Promise<Ran> =>
    new Promise((resolve) => {
      const options = { env: env(changes), cwd: folder };
      const child = execFile(file, words, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
      child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
    });
  return {
    emulator,
    home,
    settings,
    env,
    run: (args, lines = [], changes = {}) =>
      start(process.execPath, [PROGRAMS.operator, ...args], lines, changes),
    runIn: (folder, args) =>
      start(process.execPath, [PROGRAMS.operator, ...args], [], {}, join(home, folder)),
    follow(command, lines = []) {
      const tgmcp = `'${process.execPath}' '${PROGRAMS.operator}'`;
      return start('sh', ['-c', command.replace(/^tgmcp(?= )/u, () => tgmcp)], lines, {});
    },
    at: (args, changes = {}) => atTerminal(PROGRAMS.operator, args, env(changes)),
    async setting(name) {
      const text = await readFile(settings, 'utf8');
      return text
        .split('\n')
        .findLast((line) => line.startsWith(`${name}=`))
        ?.slice(name.length + 1);
    },
    async close() {
      await emulator.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
      const complaints = [...emulator.unimplemented, ...emulator.protocolErrors];
      if (complaints.length > 0) throw new Error(`Telegram did not understand: ${complaints.join('; ')}`);
    },
  };
}

/** The lines that answer a whole set-up, both servers for {@link PERSON}: api hash, phone, code, code, phrase. */
export const ANSWERS = [APPLICATION.hash, PERSON.phone, PERSON.code, PERSON.code, CHOSEN_PHRASE];

/** Everything that a command said. */
export const told = ({ stdout, stderr }: Ran): string => `${stdout}${stderr}`;
