import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ArgumentsAsked } from '../bridge/arguments.js';
import type { BridgeAsked, WriteOptions } from '../bridge/run.js';
import type { ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';

/** Adds `tgmcp bridge …`; `ended` is told the exit code. The client library is loaded when one of them runs. */
export function addBridgeCommands(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  const bridge = program
    .command('bridge')
    .summary("use a server's tools from a shell")
    .description(
      'Starts a server as its client would, and calls its tools: for agents whose client shows none. All gates and settings of the server hold; none can be set from here.',
    )
    .option('--config <file>', "a client's configuration (default: that of Codex)")
    .option('--server <name>', 'the server in it; "_" and "-" are the same', 'tgmcp_actions')
    .addOption(
      new Option('--runtime-mode <mode>', 'whether the server works on a copy of its session')
        .choices(['direct', 'copy', 'off'])
        .default('copy'),
    )
    .option('--runtime-profile <name>', 'the name under which that copy is kept', 'actions_bridge')
    .option(
      '--set-env <pair>',
      'NAME=VALUE for the log or the pace of this run; may be repeated',
      collect,
      [],
    )
    .option('--start-timeout <seconds>', 'how long the server may take to start', seconds, 30)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 it could not be called (JSON on stderr), 3 the server refused (its JSON on stdout), 4 it waits for a person.',
    );

  bridge
    .command('tools')
    .description('Prints the tools with their arguments.')
    .action(async (_options: object, command: Command) => {
      const { bridgeTools } = await import('../bridge/run.js');
      ended(await bridgeTools(command.optsWithGlobals<BridgeAsked>(), context));
    });

  withArguments(bridge.command('call <tool>'))
    .description('Calls a tool and prints what it answers.')
    .action(async (tool: string, options: ArgumentsAsked, command: Command) => {
      const { bridgeCall } = await import('../bridge/run.js');
      ended(await bridgeCall(command.optsWithGlobals<BridgeAsked>(), tool, options, context));
    });

  withArguments(bridge.command('write-call <tool>'))
    .description(
      'Previews a write, has it approved, and carries it out. At a terminal it shows the preview and asks; without one it stops after the preview and says how to go on.',
    )
    .option('--wait-approval <seconds>', 'wait for "tgmcp approve" instead, and go on', seconds)
    .option('--approval-code <code>', 'go on with a preview that was made before')
    .option('--confirmation-text <text>', 'for approval channel "preview": the phrase the person told')
    .addOption(
      new Option('--approval-wait-sec <seconds>', 'seconds from the approval to the execution')
        .default('auto')
        .argParser(autoOrSeconds),
    )
    .action(async (tool: string, options: WriteOptions, command: Command) => {
      const { bridgeWriteCall } = await import('../bridge/run.js');
      ended(await bridgeWriteCall(command.optsWithGlobals<BridgeAsked>(), tool, options, context));
    });
}

function withArguments(command: Command): Command {
  return command
    .option('--args-json <json>', 'the arguments, a JSON object')
    .option('--args-file <file>', 'a file with them; "-" for stdin');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function autoOrSeconds(text: string): 'auto' | number {
  return text === 'auto' ? text : seconds(text);
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 86_400)
    throw new InvalidArgumentError('Allowed: seconds from 0 to 86400.');
  return value;
}
