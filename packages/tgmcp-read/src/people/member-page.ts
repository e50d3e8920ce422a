/** Pages of members, for the tools that list or search them. */
import {
  count,
  done,
  listMembers,
  openChat,
  recordPage,
  pageFields,
  peerOf,
  peerRecord,
  personRecord,
  type CoreServices,
  type MemberList,
  type MemberRecord,
  type Outcome,
  type ToolCall,
} from '@tgmcp/core';
import * as z from 'zod';
import { shownPerson } from './phone.js';

/** Fields of a result with members. */
export const membersOutput = z.strictObject({
  group: peerRecord,
  total: count.optional(),
  count,
  participants: z.array(
    personRecord.extend({
      role: z.enum(['creator', 'admin', 'restricted', 'banned', 'left']).optional(),
      rank: z.string().optional(),
      since: z.string().optional(),
      invited_by: z.string().optional(),
    }),
  ),
  ...pageFields,
});

/** What is asked for; `joinedSince` in Unix seconds, 0 for everybody. */
export interface MembersAsked {
  readonly tool: string;
  readonly group: string;
  readonly list: MemberList;
  readonly query: string;
  readonly joinedSince: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of members. Bots stand in a list of their own; a search finds them as well. */
export async function memberPage(
  services: CoreServices,
  asked: MembersAsked,
  call: Pick<ToolCall, 'signal'>,
): Promise<Outcome<z.infer<typeof membersOutput>>> {
  const { tool, list, query, joinedSince } = asked;
  const opened = await openChat(services, asked.group, call);
  if (!opened.ok) return opened;
  const { telegram, peer, options } = opened.value;
  let total: number | undefined;
  const page = await recordPage<MemberRecord, number>(services, {
    tool,
    question: [peer.id, list, query, joinedSince],
    cursor: asked.cursor,
    position: count,
    limit: asked.limit,
    empty: 'Nobody found.',
    fetch: async (from = 0) => {
      const found = await listMembers(telegram, peer, { list, query, from, limit: 200 }, options);
      if (!found.ok) return found;
      total ??= found.value.total;
      const items = found.value.items.map(({ record, after }) => ({
        record: record !== undefined && isWanted(record, asked) ? hidden(record) : undefined,
        after,
      }));
      return done({ items, more: found.value.more });
    },
  });
  if (!page.ok) return page;
  const { records: participants, how } = page.value;
  return done({
    group: peerOf(peer),
    ...(total === undefined ? {} : { total }),
    count: participants.length,
    participants,
    ...how,
  });

  function hidden(record: MemberRecord): MemberRecord {
    return shownPerson(record, services.settings);
  }
}

function isWanted(record: MemberRecord, { list, query, joinedSince }: MembersAsked): boolean {
  if (list === 'recent' && query === '' && record.type === 'bot') return false;
  return joinedSince === 0 || Date.parse(record.since ?? '') / 1000 >= joinedSince;
}
