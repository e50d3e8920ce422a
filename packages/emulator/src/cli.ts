#!/usr/bin/env node
/*
 * `tgmcp-emulator`: the embedded data centre as a process. Prints one JSON line when ready; ends on stdin EOF or on
 * SIGTERM, SIGINT, SIGHUP. A start that fails is one line on stderr with the way out, and exit code 2.
 */
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { run, StartError } from './control/run.js';
import type { RunOptions } from './control/run.js';

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
}

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

const program = new Command('tgmcp-emulator')
  .description('An embedded Telegram data centre that speaks real MTProto on loopback.')
  .option(
    '--world <file>',
    'the word demo, or a world.json like demo/world.json of this package (default: demo)',
  )
  .option('--import <file>', 'a Telegram Desktop export (result.json): one chat or a whole account')
  .option('--me <id>', 'with --import: whose export it is, where the file does not say')
  .option('--port <number>', 'port of the control address (default: a free one)', portNumber)
  .version(version, '-V, --version', 'print the version')
  .allowExcessArguments(false)
  .showHelpAfterError('tgmcp-emulator --help says what there is.')
  .exitOverride();

try {
  program.parse();
  const running = await run(program.opts<RunOptions>());
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void running.stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  // Whoever started it may be gone without having read the line.
  process.stdout.on('error', end);
  process.stdin.on('end', end).on('error', end).on('close', end).resume();
  // Last: whoever has read the line may end this process at once.
  process.stdout.write(`${JSON.stringify(running.ready)}\n`);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it: help and version go well, everything else is a mistake in the arguments.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const isExpected = error instanceof StartError;
    process.stderr.write(`tgmcp-emulator: ${isExpected ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
