/** Compares command lines with what the real commands, scripts and make targets take. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseArgs } from 'node:util';
import { parse as parseWords } from 'shell-quote';
import { createProgram } from '../../packages/operator/dist/program.js';
import { createConsole } from '../../packages/operator/dist/console/console.js';
import { root } from '../support/house.js';

const MAKEFILE = readFileSync(join(root, 'Makefile'), 'utf8');

/** Every target of the Makefile. */
export const TARGETS: ReadonlySet<string> = new Set(
  [...MAKEFILE.matchAll(/^((?:[a-z-]+ ?)+):/gmu)].flatMap(([, names = '']) => names.split(' ')),
);

/** Programs that are none of ours; what they take is not ours to know. */
const FOREIGN = new Set([
  'alias',
  'cd',
  'chmod',
  'claude',
  'codex',
  'cp',
  'docker',
  'git',
  'npm',
  'npx',
  'python3',
  'venv/bin/python3',
]);

type Tree = Pick<ReturnType<typeof createProgram>, 'parseAsync'> & {
  readonly commands: readonly Tree[];
  name(): string;
  action(work: () => void): unknown;
};

/** A new program, whose commands do nothing. */
function stillProgram(): { readonly program: Tree; close(): void } {
  const nowhere = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const console = createConsole(nowhere, {});
  const program: Tree = createProgram({ console, env: {} }, () => undefined);
  const still = (command: Tree): void => {
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(still);
  };
  still(program);
  return { program, close: () => console.close() };
}

/** The names of the commands below some words of `tgmcp`; empty when there is no such command. */
export function commandsBelow(...words: readonly string[]): string[] {
  const { program, close } = stillProgram();
  close();
  const found = words.reduce<Tree | undefined>(
    (command, word) => command?.commands.find((one) => one.name() === word),
    program,
  );
  return (found?.commands ?? []).map((command) => command.name());
}

/** What is wrong with the arguments of `tgmcp`; undefined when it takes them. Nothing is carried out. */
export async function wrongArguments(args: readonly string[]): Promise<string | undefined> {
  const { program, close } = stillProgram();
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    return code === 'commander.helpDisplayed' || code === 'commander.version'
      ? undefined
      : `${code}: ${message}`;
  } finally {
    close();
  }
}

/** What is wrong with a command; undefined when it could be run as it stands. */
export async function wrongCommand([program = '', ...args]: readonly string[]): Promise<string | undefined> {
  if (FOREIGN.has(program)) return undefined;
  if (program === 'tgmcp') return wrongArguments(args);
  if (program === 'make') return wrongMake(args);
  const [file = '', ...rest] = args;
  if (program === 'node' && file.endsWith('packages/operator/bundle/tgmcp.js')) return wrongArguments(rest);
  const script = /^scripts\/dist\/(\w+)\.js$/u.exec(file)?.[1];
  if (program === 'node' && script !== undefined) return wrongScript(script, rest);
  return `no such program: ${program}`;
}

async function wrongMake(args: readonly string[]): Promise<string | undefined> {
  const targets = args.filter((word) => !word.includes('='));
  const unknown = targets.find((target) => !TARGETS.has(target));
  if (unknown !== undefined) return `no such target: ${unknown}`;
  const given = args.find((word) => word.startsWith('ARGS='))?.slice('ARGS='.length);
  const words = parseWords(given ?? '').map(String);
  if (targets[0] === 'doctor') return wrongArguments(['doctor', ...words]);
  return targets[0] === 'tgmcp' && given !== undefined ? wrongArguments(words) : undefined;
}

/** The options that a script declares, as `parseArgs` takes them, or the command that it passes all on to. */
export function scriptOptions(name: string): {
  readonly options: Record<string, { type: 'string' | 'boolean'; short?: string }>;
  readonly passedTo: string | undefined;
} {
  const text = readFileSync(join(root, 'scripts', `${name}.ts`), 'utf8');
  const declared = text.matchAll(/^ +'?([a-z][\w-]*)'?: \{ type: '(string|boolean)'(?:, short: '(\w)')?/gmu);
  const options = Object.fromEntries(
    [...declared].map(([, option = '', type, short]) => [
      option,
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
    ]),
  );
  return { options, passedTo: /runCommand\(\['([\w-]+)', \.\.\.process/u.exec(text)?.[1] };
}

async function wrongScript(name: string, args: readonly string[]): Promise<string | undefined> {
  if (!existsSync(join(root, 'scripts', `${name}.ts`))) return `no such script: ${name}`;
  const { options, passedTo } = scriptOptions(name);
  if (passedTo !== undefined) return wrongArguments([passedTo, ...args]);
  try {
    parseArgs({ args: [...args], options, allowPositionals: true });
    return undefined;
  } catch (error) {
    return String(error);
  }
}
