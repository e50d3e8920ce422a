import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { InlineResult } from '../../world/bots/brain.js';
import { stable64 } from '../../world/chance.js';
import type { PeerRef } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { flagOf, longOf, objectOf, textOf } from '../common/fields.js';
import { inputPeer, inputUser, optionalPeer } from '../common/peers.js';
import { isAdmin } from '../common/rights.js';
import { automatic } from '../common/text.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { post, postedAnswer, randomIdOf, repeatOf } from '../messages/post.js';
import { renderUser } from '../render/user.js';

/** Results in one page. */
const PAGE = 50;
/** How long results can be chosen from, in seconds. */
const CACHE_SECONDS = 300;

interface Query {
  readonly bot: bigint;
  readonly results: readonly InlineResult[];
  readonly until: number;
}

const asked = new WeakMap<World, Map<bigint, Query>>();

function queriesOf(world: World): Map<bigint, Query> {
  const known = asked.get(world) ?? new Map<bigint, Query>();
  asked.set(world, known);
  return known;
}

function renderResult(result: InlineResult): TlObject {
  return {
    _: 'botInlineResult',
    id: result.id,
    type: 'article',
    title: result.title,
    description: result.description,
    send_message: {
      _: 'botInlineMessageText',
      message: result.text,
      reply_markup: result.keyboard,
    },
  };
}

function getInlineBotResults(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const bot = inputUser(viewer, objectOf(request, 'bot'), 'BOT_INVALID');
  if (!bot.bot) throw badRequest('BOT_INVALID');
  optionalPeer(viewer, objectOf(request, 'peer'));
  const inline = bot.botProfile?.brain?.inline;
  if (inline === undefined) throw badRequest('BOT_INLINE_DISABLED');
  const offset = Number(textOf(request, 'offset') || 0);
  if (!Number.isSafeInteger(offset) || offset < 0) throw badRequest('QUERY_ID_INVALID');
  const query = textOf(request, 'query');
  const all = inline(query, viewer.id);
  const queries = queriesOf(viewer.world);
  const queryId = BigInt.asUintN(63, stable64('inline', viewer.id, bot.id, query, queries.size));
  queries.set(queryId, { bot: bot.id, results: all, until: viewer.now + CACHE_SECONDS });
  const end = offset + PAGE;
  return {
    _: 'messages.botResults',
    query_id: queryId,
    next_offset: end < all.length ? String(end) : undefined,
    results: all.slice(offset, end).map(renderResult),
    cache_time: CACHE_SECONDS,
    users: [renderUser(viewer, bot)],
  };
}

/** The result that was chosen. Throws QUERY_ID_INVALID, RESULT_ID_INVALID. */
function chosen(viewer: Viewer, request: TlObject): { query: Query; result: InlineResult } {
  const query = queriesOf(viewer.world).get(longOf(request, 'query_id'));
  if (query === undefined || query.until < viewer.now) throw badRequest('QUERY_ID_INVALID');
  const result = query.results.find((one) => one.id === textOf(request, 'id'));
  if (result === undefined) throw badRequest('RESULT_ID_INVALID');
  return { query, result };
}

function checkInline(viewer: Viewer, peer: PeerRef): void {
  const chat = viewer.world.chat(peer);
  if (chat === undefined || isAdmin(viewer, chat)) return;
  const member = chat.members.get(viewer.id);
  const own = member?.role === 'restricted' && member.banned?.send_inline === true;
  if (own || chat.defaultBanned.send_inline === true) throw forbidden('CHAT_SEND_INLINE_FORBIDDEN');
}

function sendInlineBotResult(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const randomId = randomIdOf(request);
  const repeat = repeatOf(viewer, peer, randomId);
  if (repeat !== undefined) return postedAnswer(viewer, [repeat]);
  const { query, result } = chosen(viewer, request);
  checkInline(viewer, peer);
  const content = {
    text: result.text,
    entities: automatic(result.text, []),
    ...(!flagOf(request, 'hide_via') && { viaBotId: query.bot }),
    ...(result.keyboard !== undefined && { replyMarkup: result.keyboard }),
  };
  return postedAnswer(viewer, [post(call, viewer, peer, request, randomId, content)]);
}

/** Inline bots: asking for results, and sending one of them in one's own name. */
export const inlineHandlers: Handlers = {
  'messages.getInlineBotResults': getInlineBotResults,
  'messages.sendInlineBotResult': sendInlineBotResult,
};
