import {
  openChat,
  cursor,
  dateRange,
  defineTool,
  done,
  group,
  limit,
  messageId,
  moment,
  readCursor,
  READS,
  timezone,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';
import { messagesAnswer, messagesOutput } from '../messages/answer.js';
import { browse } from '../messages/browse.js';

const NAME = 'tg_get_messages_since';

/** What was written in a chat since a day or moment, newest first. */
export const getMessagesSince = defineTool<CoreServices>()({
  name: NAME,
  title: 'Messages since a date',
  description: "One chat's messages since a day or moment, newest first.",
  input: z.strictObject({ group, cutoff_iso: moment, timezone, limit: limit(1000, 100), cursor }),
  output: messagesOutput,
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const { since, until } = dateRange(args.cutoff_iso, '', args.timezone);
    const question = [peer.id, since];
    const start = readCursor(NAME, question, args.cursor, messageId);
    if (!start.ok) return start;
    const page = await browse(
      telegram,
      peer,
      { since, until, above: 0, below: 0, kind: 'any', service: false },
      { start: start.value, limit: args.limit, pageBytes: services.settings.TG_READ_PAGE_BYTES },
      options,
    );
    if (!page.ok) return page;
    const empty = 'Nothing was written since then.';
    return done(messagesAnswer(peer, page.value, { tool: NAME, question, empty }));
  },
});
