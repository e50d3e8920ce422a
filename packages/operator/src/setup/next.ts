import { parseAllowlist } from 'tgmcp-actions/approvals';
import { CLIENTS, whereabouts } from '../clients/clients.js';
import type { Context } from '../context.js';
import { quoted } from '../doctor/finding.js';
import { setupOf, type Setup } from './setup.js';
import { leftOver, type Part } from './walk.js';

/**
 * Says on stderr what comes next in the set-up; once nothing is left, to let the doctor look, or (`looked`) how to try it.
 * `done` has just been done, whether or not it shows.
 */
export async function sayNext({ console, env }: Context, done?: Part, looked = false): Promise<void> {
  const setup = await setupOf(env);
  if (setup === undefined) return;
  const left = leftOver(setup, done);
  if (left !== undefined) {
    console.note(`Next: ${left.command(setup)}`);
    if (!setup.writing && left.part === 'client')
      console.note('To let an agent write, too, first: tgmcp init --profile full');
  } else if (!looked) console.note('Next: tgmcp doctor --online');
  else for (const line of firstTries(setup, env)) console.note(line);
}

/** How to try what is set up: the first read and, where writing is on, the first write that a person approves. */
function firstTries(setup: Setup, env: NodeJS.ProcessEnv): string[] {
  const writes = setup.settings.TG_ACTIONS_ENABLED;
  const clients = setup.clients(writes ? 'actions' : 'read');
  // The bridge looks into the usual file of Codex by itself.
  const usual = CLIENTS.codex.place(whereabouts(env));
  const isUsual = clients.some(({ id, file }) => id === 'codex' && file === usual);
  const config = isUsual ? undefined : clients[0]?.file;
  const bridge = config === undefined ? 'tgmcp bridge' : `tgmcp bridge --config ${quoted(config)}`;
  const call = (words: string, args: object): string =>
    `  ${bridge} ${words} --args-json ${quoted(JSON.stringify(args))}`;
  const lines = [
    'Next, a first read. Ask your agent "What have I not read in Telegram?", or in this shell:',
    call('--server tgmcp-read call tg_get_my_dialogs', { limit: 5 }),
  ];
  if (!writes) return [...lines, 'To let an agent write, too: tgmcp init --profile full'];
  const first =
    setup.settings.TG_ACTIONS_APPROVAL_CHANNEL === 'operator'
      ? 'Ask your agent to prepare a message, then run "tgmcp approve"'
      : 'Ask your agent to prepare a message, read its preview, and tell it your phrase if it is right';
  return [
    ...lines,
    `And a first write. ${first}; or in this shell:`,
    call('write-call tg_send_message', { group: firstChat(setup), message_text: 'Hello from tgmcp' }),
  ];
}

/** The first chat that a message may be sent to. */
function firstChat({ settings }: Setup): string {
  const entries = parseAllowlist(settings.TG_ACTIONS_ALLOWED_GROUPS);
  const found = entries.find(({ verbs }) => verbs?.includes('send') ?? true) ?? entries[0];
  return found === undefined ? 'me' : (found.id ?? found.entry);
}
