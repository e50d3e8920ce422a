import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { BotEvent } from '../../world/bots/brain.js';
import type { WorldMessage, WorldUser } from '../../world/model.js';
import { checkProof } from '../auth/password.js';
import { bytesOf, flag, flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { think } from './hands.js';
import type { ButtonAnswer } from './hands.js';
import { askAccount } from './queries.js';
import { messageSeen } from '../common/seen-message.js';

/** How long Telegram waits for a bot to answer, in seconds of world time: our measure, it is not documented. */
const PATIENCE = 10;

type Pressed = BotEvent & { kind: 'callback' };

function buttonsOf(message: WorldMessage): readonly TlObject[] {
  if (message.replyMarkup?._ !== 'replyInlineMarkup') return [];
  return objectsOf(message.replyMarkup, 'rows').flatMap((row) => objectsOf(row, 'buttons'));
}

/**
 * The button that was pressed. Throws DATA_INVALID when the message has none with that data; for one that wants the
 * account's password PASSWORD_MISSING, and as {@link checkProof}.
 */
function pressed(call: CallContext, message: WorldMessage, request: TlObject): TlObject {
  const data = Buffer.from(bytesOf(request, 'data'));
  const button = buttonsOf(message).find(
    (one) => one._ === 'keyboardButtonCallback' && data.equals(bytesOf(one, 'data')),
  );
  if (button === undefined || flagOf(request, 'game')) throw badRequest('DATA_INVALID');
  if (button['requires_password'] === true) {
    const { account } = viewerOf(call);
    const proof = objectOf(request, 'password');
    if (account.password === undefined || proof === undefined) throw badRequest('PASSWORD_MISSING');
    checkProof(call, account, proof);
  }
  return button;
}

function botOf(viewer: Viewer, message: WorldMessage): WorldUser {
  const bot = viewer.world.users.get(message.viaBotId ?? message.author ?? 0n);
  if (bot?.bot !== true) throw badRequest('MESSAGE_ID_INVALID');
  return bot;
}

/** Waits until the answer is due by the world's clock. Throws BOT_RESPONSE_TIMEOUT when none comes in time. */
async function due(call: CallContext, answer: ButtonAnswer | undefined): Promise<ButtonAnswer> {
  // A bot without an answer is known at once to have none: waiting for it would only make tests slow.
  if (answer === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT');
  const until = call.now() + Math.min(answer.after, PATIENCE);
  if (answer.after > 0) await new Promise<void>((resolve) => call.later(until, () => resolve()));
  if (answer.after > PATIENCE) throw badRequest('BOT_RESPONSE_TIMEOUT');
  return answer;
}

/** By the bot's brain, or by its account where it has one instead. */
async function answerOf(call: CallContext, bot: WorldUser, event: Pressed): Promise<ButtonAnswer> {
  const account = bot.botProfile?.brain === undefined ? call.world.accounts.get(bot.id) : undefined;
  if (account === undefined) return due(call, think(call, bot.id, event));
  const answer = await askAccount(call, account, event, PATIENCE);
  if (answer === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT');
  return answer;
}

async function getBotCallbackAnswer(request: TlObject, call: CallContext): Promise<TlObject> {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'msg_id'));
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  const data = Buffer.from(bytesOf(pressed(call, message, request), 'data')).toString('utf8');
  const bot = botOf(viewer, message);
  const place = peer.kind === 'user' ? ({ kind: 'user', id: viewer.id } as const) : peer;
  const event = { kind: 'callback', user: viewer.id, peer: place, message, data } as const;
  const answer = await answerOf(call, bot, event);
  return {
    _: 'messages.botCallbackAnswer',
    alert: flag(answer.alert),
    has_url: flag(answer.url !== undefined),
    native_ui: true,
    message: answer.message,
    url: answer.url,
    cache_time: answer.cacheSeconds ?? 0,
  };
}

/** Pressing the buttons under a message. */
export const callbackHandlers: Handlers = { 'messages.getBotCallbackAnswer': getBotCallbackAnswer };
