import { cursor, defineTool, group, limit, READS, type CoreServices } from '@tgmcp/core';
import * as z from 'zod';
import { memberPage, membersOutput } from '../people/member-page.js';

const NAME = 'tg_search_participants';

/** Members of a group or channel by name. */
export const searchParticipants = defineTool<CoreServices>()({
  name: NAME,
  title: 'Find members',
  description: 'Members of a group or channel whose name or username contains words.',
  input: z.strictObject({ group, query: z.string().trim().min(1).max(64), limit: limit(1000, 50), cursor }),
  output: membersOutput,
  hints: READS,
  async handle(args, services, call) {
    const asked = { tool: NAME, list: 'recent' as const, joinedSince: 0, ...args };
    return memberPage(services, asked, call);
  },
});
