import {
  allStories,
  count,
  cursor,
  defineTool,
  done,
  messageId,
  messageRecord,
  pageFields,
  peerRecord,
  peerStories,
  READS,
  recordPage,
  refuse,
  storiesById,
  type CallOptions,
  type CoreServices,
  type Outcome,
  type StoryRecord,
  type Telegram,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_stories';

/** Stories, oldest first of each peer. They stay unseen, and their authors learn nothing. */
export const getStories = defineTool<CoreServices>()({
  name: NAME,
  title: 'Read stories',
  description: 'Active stories of a peer or of all; they stay unseen.',
  input: z.strictObject({
    group: z.string().max(512).default(''),
    ids: z.array(messageId.min(1)).max(100).default([]),
    cursor,
  }),
  output: z.strictObject({
    count,
    stories: z.array(
      z.strictObject({
        peer: peerRecord,
        id: messageId,
        missing: z.literal(true).optional(),
        date: z.string().optional(),
        expires: z.string().optional(),
        caption: z.string().optional(),
        media: messageRecord.shape.media,
        views: count.optional(),
        reactions: count.optional(),
        pinned: z.literal(true).optional(),
        unseen: z.literal(true).optional(),
      }),
    ),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    if (args.group === '' && args.ids.length > 0)
      return refuse('INPUT_INVALID', { data: { problems: ['ids: need group, whose stories they are'] } });
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const page = await recordPage<StoryRecord, z.infer<typeof place>>(services, {
      ...args,
      limit: 100,
      tool: NAME,
      question: [args.group, args.ids],
      position: place,
      empty: 'No active stories.',
      maxCalls: 1,
      fetch: async (after) => {
        const found = await storiesOf(telegram, args, options);
        if (!found.ok) return found;
        const items = found.value.map((record) => ({ record, after: placeOf(record) }));
        // Where the story is gone that a page ended with, the next begins anew instead of losing some.
        const last = items.findIndex((one) => after !== undefined && one.after.join(' ') === after.join(' '));
        return done({ items: items.slice(last + 1), more: false });
      },
    });
    if (!page.ok) return page;
    const { records: stories, how } = page.value;
    return done({ count: stories.length, stories, ...how });
  },
});

const place = z.tuple([z.string().max(20), messageId]);
const placeOf = ({ peer, id }: StoryRecord): [string, number] => [peer.id, id];

async function storiesOf(
  account: Telegram,
  { group, ids }: { readonly group: string; readonly ids: readonly number[] },
  options: CallOptions & { readonly signal: AbortSignal },
): Promise<Outcome<StoryRecord[]>> {
  if (group === '') return allStories(account, options);
  const peer = await account.peers.resolve(group, options);
  if (!peer.ok) return peer;
  return ids.length === 0
    ? peerStories(account, peer.value, options)
    : storiesById(account, peer.value, [...new Set(ids)], options);
}
