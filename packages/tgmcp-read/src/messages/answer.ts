import {
  count,
  linkBase,
  messageRecord,
  pageAnswer,
  pageFields,
  peerOf,
  peerRecord,
  type MessageRecord,
  type Page,
  type ResolvedPeer,
} from '@tgmcp/core';
import * as z from 'zod';

/** Fields of a result with messages of one chat. */
export const messagesOutput = z.strictObject({
  group: peerRecord,
  /** A message's t.me link is this and its id. */
  link_base: z.string().optional(),
  total: count.optional(),
  count,
  messages: z.array(messageRecord),
  ...pageFields,
});

/** A page of one chat's messages as a result. */
export function messagesAnswer(
  peer: ResolvedPeer,
  page: Page<MessageRecord, number> & { readonly total?: number },
  of: { readonly tool: string; readonly question: unknown; readonly empty: string },
): z.infer<typeof messagesOutput> {
  const base = linkBase(peerOf(peer));
  return {
    group: peerOf(peer),
    ...(base === undefined ? {} : { link_base: base }),
    ...(page.total === undefined ? {} : { total: page.total }),
    count: page.records.length,
    messages: [...page.records],
    ...pageAnswer(page, of),
  };
}
