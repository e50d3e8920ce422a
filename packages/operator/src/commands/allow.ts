import type { ResolvedPeer } from '@tgmcp/core';
import { mayDo, namedChats, USUAL_VERBS, withEntry, withoutEntry, type Named } from '../allow/entries.js';
import { newestChats, pickChats } from '../allow/pick.js';
import { oneLine } from '../approve/one-line.js';
import { EXIT, Stop } from '../console/exit.js';
import { stopFor } from '../console/refusal.js';
import type { Context } from '../context.js';
import { withReading, type Reading } from '../export/with-reading.js';
import { writeSettings } from '../setup/settings-file.js';
import { usableSettings } from '../usable-settings.js';

/** What `tgmcp allow` was asked to do. */
export interface AllowOptions {
  /** What may be done in chats that say nothing of it themselves. */
  readonly verbs?: string;
  readonly list?: true;
  /** Entries to take out. */
  readonly remove?: readonly string[];
}

/**
 * `tgmcp allow [CHAT…]`: puts chats on the allowlist of writing, by their ids: those that are named, or those that a
 * person chooses. Each is looked up by the reading session, so that a name leads to one chat today and for good.
 */
export async function allow(
  words: readonly string[],
  options: AllowOptions,
  context: Context,
): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  const before = settings.TG_ACTIONS_ALLOWED_GROUPS;
  if (options.remove !== undefined && options.remove.length > 0)
    return remove(options.remove, before, context);
  if (options.list === true) return show(context);
  if (words.length === 0 && !console.interactive)
    throw new Stop(
      EXIT.usage,
      'There is no terminal to choose at. For scripts: tgmcp allow CHAT…; tgmcp allow --list shows the chats.',
      'unasked',
    );
  const named = namedChats(words, options.verbs ?? USUAL_VERBS);
  await withReading(context, async (reading) => {
    const chosen = named.length > 0 ? named : await picked();
    let list = before;
    const lines: string[] = [];
    for (const { name, verbs } of chosen) {
      const peer = await found(name, reading);
      list = withEntry(list, peer.id, verbs);
      lines.push(`  ${oneLine(peer.title)}, ${peer.kind} ${peer.id}: ${mayDo(verbs)}`);
    }
    if (lines.length === 0)
      throw new Stop(EXIT.refused, 'No chat was chosen; nothing was written.', 'unasked');
    const file = await writeSettings({ TG_ACTIONS_ALLOWED_GROUPS: list }, context);
    console.print(`May be written to, once you approve each write (TG_ACTIONS_ALLOWED_GROUPS in ${file}):`);
    for (const line of lines) console.print(line);

    async function picked(): Promise<Named[]> {
      const { ids, verbs } = await pickChats(await newestChats(reading));
      return namedChats(ids, verbs);
    }
  });
}

async function found(name: string, { account }: Reading): Promise<ResolvedPeer> {
  const outcome = await account.telegram.peers.resolve(name);
  if (outcome.ok) return outcome.value;
  const why = stopFor(outcome.refusal).message;
  throw new Stop(EXIT.refused, `"${name}": ${why}\nNothing was written; tgmcp allow --list shows the chats.`);
}

async function remove(names: readonly string[], before: string, context: Context): Promise<void> {
  let list = before;
  for (const name of names) {
    const left = withoutEntry(list, name);
    if (left === undefined)
      throw new Stop(
        EXIT.refused,
        `"${name}" is not on the allowlist: ${before || 'it is empty'}. Nothing was written.`,
      );
    list = left;
  }
  await writeSettings({ TG_ACTIONS_ALLOWED_GROUPS: list }, context);
  context.console.print(`The allowlist is now: ${list || 'empty, so nothing is written'}`);
}

/** The chats, one a line, with what the list says of them. */
async function show(context: Context): Promise<void> {
  const { console } = context;
  await withReading(context, async (reading) => {
    for (const { id, kind, label } of await newestChats(reading))
      console.print(`${id.padEnd(16)} ${kind.padEnd(10)} ${label}`);
  });
}
