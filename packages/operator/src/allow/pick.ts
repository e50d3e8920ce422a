import { listDialogs, type DialogPosition } from '@tgmcp/core';
import { oneLine } from '../approve/one-line.js';
import { ask, type Choice } from '../console/ask.js';
import { must } from '../console/refusal.js';
import type { Reading } from '../export/with-reading.js';
import { USUAL_VERBS } from './entries.js';

/** How many chats a person chooses from; others are named. */
const MOST = 200;
const IN_A_CALL = 100;

/** A chat that can be chosen. */
export interface Chat {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
}

/** The account's own chat, then its newest ones. */
export async function newestChats({ account }: Reading): Promise<Chat[]> {
  const own = { id: account.accountId, label: 'Saved Messages, which you alone see', kind: 'user' };
  const chats: Chat[] = [own];
  let from: DialogPosition | undefined;
  for (let more = true; more && chats.length < MOST;) {
    const page = must(await listDialogs(account.telegram, from, IN_A_CALL));
    for (const { record } of page.items)
      if (record !== undefined && record.id !== own.id)
        chats.push({ id: record.id, label: titleOf(record), kind: record.type });
    from = page.items.at(-1)?.after;
    more = page.more && from !== undefined;
  }
  return chats.slice(0, MOST);
}

function titleOf({
  title,
  username,
}: {
  readonly title: string;
  readonly username?: string | undefined;
}): string {
  const name = Array.from(oneLine(title));
  const short = name.length > 50 ? `${name.slice(0, 49).join('')}…` : name.join('');
  return username === undefined ? short : `${short} (@${oneLine(username)})`;
}

/** A person chooses chats, and what may be done in them. */
export async function pickChats(
  chats: readonly Chat[],
): Promise<{ readonly ids: readonly string[]; readonly verbs: string }> {
  const ids = await ask.several(
    'Which chats may be written to? Each write is still shown to you first. Type to search, Tab chooses, Enter ends',
    chats.map(({ id, label, kind }): Choice => ({ value: id, label, hint: `${kind} ${id}` })),
  );
  if (ids.length === 0) return { ids, verbs: USUAL_VERBS };
  const verbs = await ask.choice('What may be done there?', [
    { value: USUAL_VERBS, label: 'Send messages and files, edit own ones' },
    { value: 'send', label: 'Send messages' },
    { value: 'all', label: 'Everything that needs no entry of its own, such as pin, delete, invite' },
  ]);
  return { ids, verbs };
}
