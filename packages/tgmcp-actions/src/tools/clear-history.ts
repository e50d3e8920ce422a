import { done, readHistory, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import type { Prepared, Surroundings } from '../gates/spec.js';
import { clearHistory as clear } from '../telegram/writer/clear-history.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { invalidArgument, messageDetails, withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ max_id: z.int() });
const GREATEST_ID = 2_147_483_647;
const optionsSchema = z.strictObject({ revoke: z.boolean(), just_clear: z.boolean() });

/** Clears the history of a chat up to a message. */
export const clearHistory = writeTool({
  name: 'tg_clear_history',
  title: 'Clear a history',
  description:
    'Deletes all messages up to max_id (0: up to the newest at the preview); revoke: for everybody. just_clear keeps the empty chat in the list.',
  toolset: 'messages',
  verb: 'clear',
  retry: 'absolute',
  methods: ['messages.deleteHistory', 'channels.deleteHistory'],
  input: {
    group: chat,
    max_id: z.int().min(0).max(GREATEST_ID).default(0),
    revoke: z.boolean().default(true),
    just_clear: z.boolean().default(false),
  },
  result: { cleared_up_to: z.int().min(0).max(2_147_483_647) },
  target: ({ group }) => group,
  prepare({ max_id, revoke, just_clear }) {
    const whom = revoke ? 'for everybody' : 'for this account only';
    return done({
      content: { max_id },
      options: { revoke, just_clear },
      preview: { summary: `clear the history ${whom}` },
    });
  },
  quota: () => undefined,
  on: (writer) => ({
    complete: (prepared, surroundings) => complete(writer, prepared, surroundings),
    async perform({ action }, caller) {
      const { max_id: maxId } = contentSchema.parse(action.content);
      const { revoke, just_clear: justClear } = optionsSchema.parse(action.options);
      return withStoredPeer(writer, action.target.id, (peer) =>
        clear(writer, caller, peer, { maxId, revoke, justClear }),
      );
    },
    async find({ action }) {
      const { max_id } = contentSchema.parse(action.content);
      const newest = await newestUpTo(writer, action.target.id, max_id);
      if (!newest.ok) return newest;
      if (newest.value !== undefined) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { cleared_up_to: max_id }, repeated: true });
    },
  }),
});

// Telegram takes a private chat or a basic group out of the list unless it is told not to:
// core.telegram.org/method/messages.deleteHistory.
const KEPT = ', leaving the empty chat in the list';
const GONE = ' and take the chat itself from the list';

/** Settles where the clearing ends: what is written after the preview was approved by nobody. */
async function complete(
  writer: Writer,
  prepared: Prepared,
  { target, proposed }: Surroundings,
): Promise<Outcome<Prepared>> {
  const isShared = target.kind === 'channel' || target.kind === 'supergroup';
  if (isShared && optionsSchema.parse(prepared.options).just_clear) {
    return invalidArgument('just_clear: not in channels and supergroups, which stay in the list anyway');
  }
  const asked = contentSchema.parse(prepared.content).max_id;
  const settled = asked === 0 && proposed !== undefined ? contentSchema.parse(proposed).max_id : asked;
  const newest = await newestUpTo(writer, target.id, settled);
  if (!newest.ok) return newest;
  if (newest.value === undefined) return invalidArgument('group: there are no messages to clear');
  const content = { max_id: settled === 0 ? newest.value.id : settled };
  const { just_clear } = optionsSchema.parse(prepared.options);
  const { preview } = prepared;
  const summary = isShared ? preview.summary : `${preview.summary}${just_clear ? KEPT : GONE}`;
  const completed = { ...prepared, content, preview: { ...preview, summary } };
  return done(withDetails(completed, messageDetails([newest.value], 'Up to message')));
}

/** The newest message up to `maxId`, of all when it is 0 or the greatest there can be. */
async function newestUpTo(writer: Writer, chatId: string, maxId: number) {
  const unbounded = maxId === 0 || maxId >= GREATEST_ID;
  const range = { before: unbounded ? 0 : maxId + 1, after: 0, limit: 1 };
  const portion = await withStoredPeer(writer, chatId, (peer) => readHistory(writer, peer, range));
  return portion.ok ? done(portion.value.items[0]?.record) : portion;
}
