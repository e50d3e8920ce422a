import { Argument, Option, type Command } from 'commander';
import { USUAL_VERBS } from '../allow/entries.js';
import { CLIENT_IDS } from '../clients/clients.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { sayNext } from '../setup/next.js';
import type { InitOptions } from '../setup/steps.js';
import { allow, type AllowOptions } from './allow.js';
import { credentials, type CredentialsOptions } from './credentials.js';
import { init } from './init.js';
import { phrase, type PhraseOptions } from './phrase.js';
import { writing, type WritingOptions } from './writing.js';

/** Adds `tgmcp init` and the commands for its steps that are about the settings file; `ended` is told the exit code. */
export function addSetupCommands(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  addInit(program, context, ended);

  program
    .command('credentials')
    .summary('put the api id and hash into the settings file')
    .description(
      'Writes your api id and hash, from https://my.telegram.org, into the settings file, readable by you alone. They come from options, from TG_API_ID and TG_API_HASH of this shell, or are asked for; the hash is shown nowhere.',
    )
    .option('--api-id <id>', 'the api id')
    .option(
      '--api-hash-file <file>',
      'a file with the api hash: never on a command line, where others see it',
    )
    .option('--stdin', 'for scripts: read what is not given as lines from stdin, api id, api hash')
    .option('--overwrite', 'replace what is there')
    .action(async (options: CredentialsOptions) => {
      await credentials(options, context);
      await sayNext(context, 'credentials');
    });

  program
    .command('allow')
    .summary('choose the chats that may be written to')
    .description(
      'Puts chats on the allowlist, by their ids: those that are named by id, @username, link, exact title or "me", or those that you choose at the terminal. Needs the reading session, by which each is looked up.',
    )
    .argument('[chat...]', 'CHAT, or CHAT:send,edit to say what may be done there')
    // An id of a group with what may be done there, -1001234567890:send, looks like an option.
    .allowUnknownOption()
    .option('--verbs <list>', 'what may be done in chats that say nothing of it, or "all"', USUAL_VERBS)
    .option('--list', 'show the newest chats with their ids, and write nothing')
    .option('--remove <chat>', 'take an entry out; may be repeated', collect, [])
    .addHelpText('after', '\nEach write still waits for your approval.')
    .action(async (chats: string[], options: AllowOptions) => {
      const stranger = chats.find((word) => /^-\D/u.test(word));
      if (stranger !== undefined)
        throw new Stop(EXIT.usage, `unknown option '${stranger}'; see: tgmcp help allow`);
      await allow(chats, options, context);
      if (options.list === true) return;
      context.console.note(TAKEN_UP);
      await sayNext(context);
    });

  program
    .command('phrase')
    .summary('choose the confirmation phrase')
    .description(
      'Asks for a confirmation phrase, unseen, and prints the line for the settings file that holds its salted hash instead of the phrase, or writes it there.',
    )
    .option('-w, --write', 'write the line into the settings file')
    .option('--overwrite', 'with --write: replace the phrase that is there')
    .option('--stdin', 'for scripts: read the phrase from the first line of stdin')
    .action(async (options: PhraseOptions) => {
      await phrase(options, context);
      if (options.write === true) await sayNext(context, 'phrase');
    });

  program
    .command('writing')
    .summary('switch writing on or off, and choose who approves')
    .description(
      'Says whether tgmcp-actions may write at all, or writes it into the settings file. It is not switched on while the policy is unsafe. To stop servers that run: tgmcp stop-writes.',
    )
    .addArgument(new Argument('[word]', 'without it, how it stands').choices(['on', 'off']))
    .addOption(approvalOption())
    .action(async (word: 'on' | 'off' | undefined, options: WritingOptions) => {
      await writing(word, options, context);
      if (word !== undefined || options.approval !== undefined) context.console.note(TAKEN_UP);
      if (word !== 'off') await sayNext(context);
    });
}

const TAKEN_UP = 'A server that runs takes this up when its client starts it anew.';

function addInit(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  program
    .command('init')
    .summary('set everything up, step by step')
    .description(
      'Leads from nothing to a client that can read and, if you want it, write what you approve: api id and hash, logins, allowlist, phrase, client, doctor. What is set already is shown and passed over, so it may be stopped and run again. Each step has a command of its own, which it names.',
    )
    .addOption(
      new Option('-p, --profile <profile>', 'read: reading alone; full: writing, too').choices([
        'read',
        'full',
      ]),
    )
    .option('--read-only', 'the same as --profile read')
    .option('--api-id <id>', 'your api id')
    .option(
      '--api-hash-file <file>',
      'a file with the api hash; else TG_API_HASH of this shell, or it is asked for',
    )
    .option('--phone <number>', 'the phone number of the account, in international form')
    .option('--actions-phone <number>', 'another account for writing')
    .option('--qr', 'log in by QR codes')
    .addOption(approvalOption())
    .option(
      '--allow <chat>',
      'a chat that may be written to, as "tgmcp allow" takes it; may be repeated',
      collect,
      [],
    )
    .option('--verbs <list>', 'what may be done there')
    .addOption(
      new Option('--client <client>', 'the client that starts the servers').choices([...CLIENT_IDS, 'none']),
    )
    .option('--file <file>', 'another file of the client than the usual one')
    .option('-y, --yes', "write the client's file without asking")
    .option('--stdin', 'for scripts: read answers as lines from stdin')
    .addHelpText(
      'after',
      '\nWith --stdin the lines are, each only where it is needed and not given: api id, api hash; phone, code, two-step password; for writing: code; phrase.\nWithout a terminal it goes as far as options and lines lead, then says what to run next (exit code 4).',
    )
    .action(async (options: InitOptions) => ended(await init(options, context)));
}

function approvalOption(): Option {
  return new Option(
    '--approval <channel>',
    'who approves: you (operator), or whoever has the phrase (preview)',
  ).choices(['operator', 'preview']);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
