import { defineTool, done, messageId, openChat, readCursor, READS, type CoreServices } from '@tgmcp/core';
import { messagesAnswer, messagesOutput } from '../messages/answer.js';
import { browse } from '../messages/browse.js';
import { pageAround, pageById, pageScheduled } from '../messages/by-id.js';
import { placeOf } from '../messages/place.js';
import { boundsOf, messagesInput, namedIds } from '../messages/question.js';

const NAME = 'tg_get_messages';

/** One chat's messages, newest first. Marks nothing as read. */
export const getMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Read messages',
  description:
    "One chat's messages, newest first: all, or by id, link, date, sender, kind, topic. To find words use tg_search_messages.",
  input: messagesInput,
  output: messagesOutput,
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const { messageId: post, commentId } = peer;
    const isComment = commentId !== undefined && args.ids.length === 0 && args.thread === 0;
    const ids = namedIds(args, isComment ? commentId : post);
    if (!ids.ok) return ids;
    const sender =
      args.from === '' ? undefined : await telegram.peers.resolve(args.from, { ...options, person: true });
    if (sender?.ok === false) return sender;
    const { kind, service, context, scheduled } = args;
    const thread = isComment ? (post ?? 0) : args.thread;
    const bounds = boundsOf(args);
    const parts = [peer.id, ids.value, bounds, kind, thread, service, context, sender?.value.id];
    const question = scheduled ? [...parts, 'scheduled'] : parts;
    const start = readCursor(NAME, question, args.cursor, messageId);
    if (!start.ok) return start;
    const place = await placeOf(telegram, peer, thread, options);
    if (!place.ok) return place;
    const how = {
      start: start.value,
      limit: args.limit,
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
    };
    const [id] = ids.value;
    const where = place.value.thread === undefined ? {} : { thread: place.value.thread };
    const from = sender === undefined ? {} : { from: sender.value };
    const page = scheduled
      ? await pageScheduled(telegram, place.value.peer, how, options)
      : id === undefined
        ? await browse(
            telegram,
            place.value.peer,
            { ...bounds, kind, service, ...from, ...where },
            how,
            options,
          )
        : context > 0
          ? await pageAround(telegram, place.value.peer, { id, each: context, ...where }, how, options)
          : await pageById(telegram, place.value.peer, ids.value, how, options);
    if (!page.ok) return page;
    const empty = 'No messages here.';
    return done(messagesAnswer(place.value.peer, page.value, { tool: NAME, question, empty }));
  },
});
