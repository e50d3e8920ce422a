/** Pages of members, for the tools that list or search them. */
import {
  collect,
  count,
  done,
  listMembers,
  PageRoom,
  pageAnswer,
  pageFields,
  peerOf,
  peerRecord,
  personRecord,
  readCursor,
  type CallOptions,
  type CoreServices,
  type MemberList,
  type MemberRecord,
  type Outcome,
} from '@tgmcp/core';
import * as z from 'zod';
import { shownPerson } from './phone.js';

const MAX_CALLS = 10;

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
  options: CallOptions & { readonly signal: AbortSignal },
): Promise<Outcome<z.infer<typeof membersOutput>>> {
  const { tool, list, query, joinedSince } = asked;
  const opened = await services.account();
  if (!opened.ok) return opened;
  const { telegram } = opened.value;
  const peer = await telegram.peers.resolve(asked.group, options);
  if (!peer.ok) return peer;
  const question = [peer.value.id, list, query, joinedSince];
  const start = readCursor(tool, question, asked.cursor, count);
  if (!start.ok) return start;
  let total: number | undefined;
  const page = await collect<MemberRecord, number>({
    room: new PageRoom(services.settings.TG_READ_PAGE_BYTES, asked.limit),
    start: start.value,
    maxCalls: MAX_CALLS,
    fetch: async (from = 0) => {
      const found = await listMembers(telegram, peer.value, { list, query, from, limit: 200 }, options);
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
  const participants = [...page.value.records];
  const empty = 'Nobody found.';
  return done({
    group: peerOf(peer.value),
    ...(total === undefined ? {} : { total }),
    count: participants.length,
    participants,
    ...pageAnswer(page.value, { tool, question, empty }),
  });

  function hidden(record: MemberRecord): MemberRecord {
    return shownPerson(record, services.settings);
  }
}

function isWanted(record: MemberRecord, { list, query, joinedSince }: MembersAsked): boolean {
  if (list === 'recent' && query === '' && record.type === 'bot') return false;
  return joinedSince === 0 || Date.parse(record.since ?? '') / 1000 >= joinedSince;
}
