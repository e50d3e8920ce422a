/** `tgmcp doctor` at a house: what it finds, and the person who does what it says. */
import { execFile } from 'node:child_process';
import { PROGRAMS, type House, type Ran } from './house.js';

/** One sentence of the doctor. */
export interface Found {
  readonly verdict: 'ok' | 'warn' | 'bad';
  readonly says: string;
  readonly next?: string;
}

type Env = Readonly<Record<string, string>>;

/** Everything the doctor said. */
export interface Examined {
  readonly code: number;
  readonly all: readonly Found[];
  /** What a check found. */
  of(check: string): Found[];
}

/** Lets the doctor look, as a program would. */
export async function examine(house: House, changes: Env = {}, ...options: string[]): Promise<Examined> {
  const ran = await house.operator(['doctor', '--json', ...options], '', changes);
  if (ran.stdout === '') throw new Error(ran.stderr);
  const { checks } = JSON.parse(ran.stdout) as { checks: { name: string; findings: Found[] }[] };
  return {
    code: ran.code,
    all: checks.flatMap(({ findings }) => findings),
    of: (check) => checks.filter(({ name }) => name === check).flatMap(({ findings }) => findings),
  };
}

/** Does what a finding says to do next, where that is a command; `input` answers what it asks. */
export function follow(house: House, found: Found | undefined, changes: Env = {}, input = ''): Promise<Ran> {
  const command = (found?.next ?? '').split(/[,;] (?:and|then|once|unless|with|if) /u)[0] ?? '';
  if (command.startsWith('tgmcp ')) {
    const args = command.split(' ').slice(1);
    return house.operator(input === '' ? args : [...args, '--stdin'], input, changes);
  }
  return shell(command, house.env(changes));
}

/** Runs a line in a shell. */
export function shell(line: string, env: Env = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', line], { env: { PATH: process.env['PATH'], ...env } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The doctor, started from a shell after a line of its own. */
export async function examineAfter(house: House, line: string): Promise<Found[]> {
  const command = `${line}; '${process.execPath}' '${PROGRAMS.operator}' doctor --json`;
  const { stdout } = await shell(command, house.env());
  const { checks } = JSON.parse(stdout) as { checks: { findings: Found[] }[] };
  return checks.flatMap(({ findings }) => findings);
}
