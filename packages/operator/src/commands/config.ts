import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { CLIENT_IDS, CLIENTS, whereabouts, type ClientId } from '../clients/clients.js';
import { codexLines } from '../clients/codex-lines.js';
import { renderFor, type How } from '../clients/configure.js';
import { installationOf, warn } from '../clients/installation.js';
import { SERVER_NAMES, serverName, sessionName, username } from '../clients/names.js';
import { renderServers, type ServersAsked } from '../clients/servers.js';
import { writeToClient } from '../clients/write-to-client.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { sayNext } from '../setup/next.js';
import { fullProfile } from '../setup/walk.js';
import { usableSettings } from '../usable-settings.js';

interface ConfigOptions extends Pick<ServersAsked, 'profile' | 'approval' | 'expectedUsername'> {
  readonly readServerName: string;
  readonly actionsServerName: string;
  readonly readSessionName?: string;
  readonly actionsSessionName?: string;
  readonly file?: string;
  readonly write?: true;
  readonly yes?: true;
  readonly lines?: true;
}

/** Adds `tgmcp config …`; `ended` is told the exit code. */
export function addConfigCommand(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  program
    .command('config')
    .summary('tell a client about the servers')
    .description(
      "Prints what a client's configuration must hold, or merges it into that file: shows the change, asks, and touches no other server. Paths are absolute, safety settings are said, secrets stay in the settings file.",
    )
    .addArgument(new Argument('<client>', 'whose configuration').choices(CLIENT_IDS))
    .addOption(
      new Option('-p, --profile <profile>', 'read: tgmcp-read alone; full: tgmcp-actions, too')
        .choices(['read', 'full'])
        .default('read'),
    )
    .addOption(
      new Option('--approval <channel>', 'with full: who approves what is written')
        .choices(['operator', 'preview'])
        .default('operator'),
    )
    .option('-w, --write', 'merge it into the file of the client')
    .option('--file <file>', 'another file than the usual one; without --write the change is shown only')
    .option('-y, --yes', 'with --write: do not ask')
    .option('--lines', 'for codex: the "codex mcp add" commands that do the same')
    .option('--expected-username <name>', 'refuse sessions of another account', argument(username), '')
    .option(
      '--read-server-name <name>',
      'what the client calls the server',
      argument(serverName),
      SERVER_NAMES.read,
    )
    .option('--actions-server-name <name>', 'likewise', argument(serverName), SERVER_NAMES.actions)
    .option('--read-session-name <name>', 'its file in the folder of sessions', argument(sessionName))
    .option('--actions-session-name <name>', 'likewise', argument(sessionName))
    .action(async (client: ClientId, options: ConfigOptions) => {
      const code = await config(client, options, context);
      ended(code);
      if (code === EXIT.ok && options.write === true) await sayNext(context, 'client');
    });
}

async function config(id: ClientId, options: ConfigOptions, context: Context): Promise<ExitCode> {
  const client = CLIENTS[id];
  const asked = askedFor(id, options);
  const installation = installationOf(usableSettings(context), context);
  warn(asked, installation, context);
  const { console } = context;
  if (options.lines) {
    for (const line of codexLines(renderServers(asked, installation))) console.print(line);
    return EXIT.ok;
  }
  if (!options.write && options.file === undefined) {
    const usual = client.place(whereabouts(context.env));
    console.print(renderFor(client, renderServers(asked, installation)));
    console.note(`${client.title} reads ${usual}. To merge it in there, add --write; nothing was written.`);
    const full = asked.profile === 'full' ? fullProfile(asked.approval) : '';
    console.note(`Next: tgmcp config ${id}${full} --write`);
    return EXIT.ok;
  }
  const how: How = !options.write ? 'show' : options.yes ? 'write' : 'ask';
  return writeToClient(id, asked, { file: options.file, how }, installation, context);
}

function askedFor(id: ClientId, options: ConfigOptions): ServersAsked {
  const { profile, approval, expectedUsername } = options;
  const names = { read: options.readServerName, actions: options.actionsServerName };
  if (names.read === names.actions)
    throw new Stop(EXIT.usage, 'The two servers need two names: --read-server-name, --actions-server-name.');
  if (id === 'gemini' && `${names.read}${names.actions}`.includes('_'))
    throw new Stop(
      EXIT.usage,
      'Gemini CLI cannot tell server and tool apart when a server has "_" in its name.',
    );
  if (options.lines && id !== 'codex') throw new Stop(EXIT.usage, '--lines is for codex.');
  if (options.lines && (options.write || options.file !== undefined))
    throw new Stop(EXIT.usage, '--lines goes without --write and --file.');
  if (options.yes && !options.write) throw new Stop(EXIT.usage, '--yes goes with --write.');
  return {
    profile,
    approval,
    expectedUsername,
    names,
    sessions: {
      ...(options.readSessionName === undefined ? {} : { read: options.readSessionName }),
      ...(options.actionsSessionName === undefined ? {} : { actions: options.actionsSessionName }),
    },
  };
}

/** Turns a check into one that the command line understands. */
function argument(check: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const problem = check(text);
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return text;
  };
}
