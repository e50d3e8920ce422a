import { StateError, VERSION } from '@tgmcp/core';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { approve, type ApproveOptions } from './commands/approve.js';
import { addAuditCommands } from './commands/audit.js';
import { addBridgeCommands } from './commands/bridge.js';
import { addConfigCommand } from './commands/config.js';
import { doctor, type DoctorOptions } from './commands/doctor.js';
import { addProjectCommand } from './commands/export-project.js';
import { addExportCommand } from './commands/export.js';
import { addGrantsCommands } from './commands/grants.js';
import { login, type LoginCommand } from './commands/login.js';
import { addSessionCommands } from './commands/session/commands.js';
import { addSetupCommands } from './commands/setup.js';
import { stateCheck } from './commands/state-check.js';
import { statePrune } from './commands/state-prune.js';
import { stateRepair, type RepairOptions } from './commands/state-repair.js';
import { settle, type SettleOptions } from './commands/settle.js';
import { resumeWrites, stopWrites } from './commands/stop-writes.js';
import { unlatch } from './commands/unlatch.js';
import { version } from './commands/version.js';
import { EXIT, Stop, type ExitCode } from './console/exit.js';
import type { Context } from './context.js';
import { sayNext } from './setup/next.js';

const START_HERE = `
Day one:
  $ tgmcp init                      everything, step by step; it may be stopped and run again
Or each step alone:
  $ tgmcp credentials               the api id and hash
  $ tgmcp login                     log in the reading server
  $ tgmcp login --profile actions   log in the writing server, a session of its own
  $ tgmcp session expect            refuse sessions of other accounts
  $ tgmcp allow                     choose the chats that may be written to
  $ tgmcp phrase --write            choose the phrase that you approve with
  $ tgmcp writing on                let tgmcp-actions write what you approve
  $ tgmcp config codex --write      tell a client about the reading server
When something does not work, and now and then when it does:
  $ tgmcp doctor                    what is wrong, and what to run next
Whenever an agent wants to write:
  $ tgmcp approve                   read the full preview, then say yes or no
  $ tgmcp approve --watch           the same, for whatever comes
  $ tgmcp grants list               what agents have leave for; grants revoke ends it
From a shell, where a client shows no tools:
  $ tgmcp bridge tools              docs/BRIDGE.md says more
Whole chats and lists, into files:
  $ tgmcp export messages @chat     docs/EXPORTS.md says what they hold
Now and then:
  $ tgmcp audit show                what happened
  $ tgmcp audit verify              was the record of it touched?
  $ tgmcp state check               is what is remembered whole?

Settings come from the environment and from .env; docs/SETTINGS.md lists them.
Exit codes: 0 done, 1 something is bad (doctor, audit, state), 2 wrong usage or settings, 3 refused,
4 not done and can be gone on with (init, export, bridge), 130 stopped by Ctrl-C.`;

/** All commands with their options; `ended` is told the exit code of one that has its own. */
export function createProgram(context: Context, ended: (code: ExitCode) => void): Command {
  const { console } = context;
  const program = new Command('tgmcp')
    .description("The person's side of tgmcp: log in, approve what an agent prepared, check the record.")
    .addHelpText('after', START_HERE)
    .version(`tgmcp ${VERSION}`, '-V, --version', 'print the version of this command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => console.print(text.trimEnd()),
      writeErr: (text) => console.note(text.trimEnd()),
      outputError: (text, write) => write(withoutValue(text)),
    });

  addSetupCommands(program, context, ended);

  program
    .command('login')
    .summary('log in to Telegram and write a session file')
    .description(
      'Logs in by phone, code and, where you set one, your two-step password. Writes one session file per server, readable by you alone. Never signs up a new account.',
    )
    .addOption(
      new Option('-p, --profile <profile>', 'the server the session is for')
        .choices(['read', 'actions'])
        .default('read'),
    )
    .option('--phone <number>', 'phone number in international form, such as +491701234567')
    .option('--qr', 'show a QR code to scan with a Telegram app that is logged in')
    .addOption(
      new Option('--timeout <seconds>', 'with --qr: how long to wait for the scan').argParser(seconds),
    )
    .option('--stdin', 'for scripts: read phone (unless given), code and password as lines from stdin')
    .option('--overwrite', 'replace a session that is there; without it that one is kept')
    .addHelpText('after', '\nTelegram usually sends the code as a message in its own app, not as an SMS.')
    .action(async (options: LoginCommand) => {
      await login(options, context);
      await sayNext(context);
    });

  program
    .command('approve')
    .summary('approve or refuse what an agent prepared')
    .description(
      'Shows every waiting proposal in full: account, chat, text with invisible characters made visible, age. Yes needs your confirmation phrase, typed unseen.',
    )
    .argument('[id]', 'the proposal to decide, for scripts')
    .option('--json', 'print what waits as JSON and decide nothing')
    .option('--phrase-stdin', 'approve ID with the phrase from the first line of stdin')
    .option('--refuse', 'refuse ID')
    .option('--watch', 'wait for proposals, ring the bell and decide each as it comes; Ctrl-C ends it')
    .option('--no-notify', 'with --watch: no notification of the desktop (notify-send, osascript)')
    .action(async (id: string | undefined, options: ApproveOptions) => approve(id, options, context));

  program
    .command('doctor')
    .summary('say what is wrong, and what to run next')
    .description(
      'Looks at settings, credentials, folders, state, sessions, write policy and pace, changes nothing, and says of what is not well what to run next. Exit code 1 when something is bad, 2 when the settings cannot be used.',
    )
    .option('--online', 'also ask Telegram whether it takes the sessions')
    .option('--strict', 'exit code 1 for what could be better, too')
    .option('--json', 'print one JSON object')
    .action(async (options: DoctorOptions) => {
      const code = await doctor(options, context);
      ended(code);
      if (code === EXIT.ok && options.json !== true) await sayNext(context, undefined, true);
    });

  addSessionCommands(program, context);
  addConfigCommand(program, context, ended);
  addBridgeCommands(program, context, ended);
  addExportCommand(program, context, ended);
  addProjectCommand(program, context, ended);

  addAuditCommands(program, context, ended);
  addGrantsCommands(program, context);

  const state = program.command('state').summary('check what is remembered, and mend it');
  state
    .command('check')
    .description(
      'Looks through everything that is remembered, changes nothing, and says of each fault what to run next (exit code 1).',
    )
    .action(() => {
      ended(stateCheck(context));
    });
  state
    .command('repair')
    .description(
      'Mends what loses nothing: leftovers of killed processes, and what is learnt again. Anything else only where you name it, as "state check" does.',
    )
    .option('--forget <document>', 'begin anew with a damaged document; may be repeated', collect, [])
    .option('--previous <document>', 'take back the last change of a damaged document', collect, [])
    .option('--take-over', 'use the data folder on this host, once no other host does')
    .action(async (options: RepairOptions) => {
      ended(await stateRepair(options, context));
    });

  state
    .command('prune')
    .description(
      'Removes proposals and settled writes of long ago, which nothing can ask for any more. What nobody knows the outcome of stays, and so does the audit log.',
    )
    .option('--days <number>', 'how old', '90')
    .action(async (options: { days: string }) => statePrune(options, context));

  program
    .command('settle <proposal-id>')
    .summary('say whether a write of unknown outcome was carried out')
    .description(
      'For what "tgmcp approve" lists as of unknown outcome and what no call of the agent settles: look at Telegram, then say what you saw. Sends nothing.',
    )
    .option('--done', 'it was carried out; it is not sent again')
    .option('--not-done', 'it was not; an approved call may try it again')
    .action(async (id: string, options: SettleOptions) => settle(id, options, context));

  program
    .command('stop-writes')
    .summary('stop all writing at once, in servers that run too')
    .description(
      'Refuses every write of every server on this data folder from now on, approved ones included; no restart is needed.',
    )
    .action(async () => stopWrites(context));

  program
    .command('resume-writes')
    .summary('let writing go on after stop-writes')
    .action(async () => resumeWrites(context));

  program
    .command('unlatch')
    .summary('open what was shut for safety, after you looked into it')
    .description(
      'Opens what wrong phrases locked, and lets writes go on that Telegram stopped with PEER_FLOOD.',
    )
    .action(async () => unlatch(context));

  program
    .command('version')
    .summary('print the versions of this command and of the servers beside it')
    .action(() => version(context));

  return program;
}

/** Runs one command; resolves to the exit code. Never rejects for what a person can mend. */
export async function runCommand(args: readonly string[], context: Context): Promise<ExitCode> {
  const { console } = context;
  let code: ExitCode = EXIT.ok;
  const program = createProgram(context, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof Stop) {
      console.note(error.message);
      return error.exitCode;
    }
    if (error instanceof StateError) {
      console.note(`${error.code}: ${error.message}`);
      return EXIT.refused;
    }
    // Commander has already said what was wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}

/** Of an option that there is not the name alone: a secret may have been given with it. */
function withoutValue(text: string): string {
  return text.replace(/(?<=unknown option '-[^'=\s]*)=[^]*'/u, "'");
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 3600)
    throw new InvalidArgumentError('Allowed: whole seconds from 1 to 3600.');
  return value;
}
