import {
  cursor,
  date,
  dateRange,
  defineTool,
  group,
  limit,
  MEMBER_LISTS,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';
import { memberPage, membersOutput } from '../people/member-page.js';

const NAME = 'tg_get_participants';

/** The members of a group or channel, as far as it shows them. */
export const getParticipants = defineTool<CoreServices>()({
  name: NAME,
  title: 'List members',
  description:
    'Members of a group or channel without its bots, or its admins, bots, banned or restricted; role, join date, last seen.',
  input: z.strictObject({
    group,
    filter: z.enum(MEMBER_LISTS).default('recent'),
    joined_since: date.describe('YYYY-MM-DD or ISO 8601'),
    limit: limit(1000, 100),
    cursor,
  }),
  output: membersOutput,
  hints: READS,
  async handle({ filter: list, joined_since, ...args }, services, call) {
    const { since: joinedSince } = dateRange(joined_since, '', 'UTC');
    return memberPage(services, { tool: NAME, list, query: '', joinedSince, ...args }, call);
  },
});
