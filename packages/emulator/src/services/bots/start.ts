import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { objectOf, textOf } from '../common/fields.js';
import { inputPeer, inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { post, postedAnswer, randomIdOf, repeatOf } from '../messages/post.js';

function startBot(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const bot = inputUser(viewer, objectOf(request, 'bot'), 'BOT_INVALID');
  if (!bot.bot) throw badRequest('BOT_INVALID');
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (peer.kind === 'user' && peer.id !== bot.id) throw badRequest('PEER_ID_INVALID');
  const parameter = textOf(request, 'start_param');
  if (!/^[\w-]{0,64}$/.test(parameter)) throw badRequest('START_PARAM_INVALID');
  const chat = viewer.world.chat(peer);
  // In a group the command goes to a bot that is there already; adding it is what the invitation methods are for.
  if (chat !== undefined && !isMember(chat, bot.id)) throw badRequest('START_PARAM_INVALID');
  const randomId = randomIdOf(request);
  const repeat = repeatOf(viewer, peer, randomId);
  if (repeat !== undefined) return postedAnswer(viewer, [repeat]);
  const command = chat === undefined ? '/start' : `/start@${bot.username ?? ''}`;
  const text = parameter === '' ? command : `${command} ${parameter}`;
  const entities = [{ _: 'messageEntityBotCommand', offset: 0, length: command.length }];
  return postedAnswer(viewer, [post(call, viewer, peer, request, randomId, { text, entities })]);
}

/** Starting a bot, with what a link to it carries. */
export const startHandlers: Handlers = { 'messages.startBot': startBot };
