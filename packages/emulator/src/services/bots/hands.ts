/* What a bot's decisions do to the world: each step at its moment of world time, told to every session concerned. */
import type { Stage } from '../../rpc/handler.js';
import type { BotEvent, BotHands, BotText } from '../../world/bots/brain.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { hasBlocked } from '../../world/privacy.js';
import type { World } from '../../world/world.js';
import { automatic } from '../common/text.js';
import { countChange, tell, tellAll } from '../updates/deliver.js';

/** What a bot says to a pressed button, and when (seconds of world time after the press). */
export interface ButtonAnswer {
  readonly after: number;
  readonly message?: string;
  readonly alert?: boolean;
  readonly url?: string;
  readonly cacheSeconds?: number;
}

/** What a bot keeps in mind of one user in one chat. */
interface Acquaintance {
  readonly memory: Map<string, string>;
  last?: WorldMessage;
}

const minds = new WeakMap<World, Map<string, Acquaintance>>();

function acquaintance(world: World, bot: bigint, event: BotEvent): Acquaintance {
  const all = minds.get(world) ?? new Map<string, Acquaintance>();
  minds.set(world, all);
  const key = `${bot} ${peerKey(event.peer)} ${event.user}`;
  const known = all.get(key) ?? { memory: new Map<string, string>() };
  all.set(key, known);
  return known;
}

/** Lets a bot think about an event. Its steps are arranged; what it answers to a button is returned, if anything. */
export function think(call: Stage, bot: bigint, event: BotEvent): ButtonAnswer | undefined {
  const { world } = call;
  const known = acquaintance(world, bot, event);
  const now = Math.floor(call.now());
  let pause = 0;
  let answer: ButtonAnswer | undefined;
  const step = (run: (later: Stage) => void): void => call.later(call.now() + pause, run);
  const changed = (): WorldMessage | undefined => (event.kind === 'callback' ? event.message : known.last);
  const hands: BotHands = {
    id: bot,
    now,
    memory: known.memory,
    wait: (seconds) => {
      pause += Math.max(0, seconds);
    },
    send: (text, more = {}) =>
      step((later) => {
        const said = say(later, bot, event, text, more);
        if (said !== undefined) known.last = said;
      }),
    edit: (text, more = {}) => step((later) => rewrite(later, changed(), text, more)),
    remove: () => step((later) => remove(later, changed())),
    answer: (message, more = {}) => {
      answer ??= { after: pause, ...(message !== undefined && { message }), ...more };
    },
    createBot: (name, username) => register(world, event.user, name, username),
  };
  world.users.get(bot)?.botProfile?.brain?.hear(event, hands);
  return answer;
}

/** Registers a bot that belongs to a user; undefined when the username is taken. */
export function register(world: World, ownerId: bigint, name: string, username: string): bigint | undefined {
  if (world.usernames.has(username.toLowerCase())) return undefined;
  return world.addUser({ bot: true, firstName: name, username, botProfile: { ownerId } }).id;
}

function say(
  call: Stage,
  bot: bigint,
  event: BotEvent,
  text: string,
  more: BotText,
): WorldMessage | undefined {
  const { world } = call;
  if (event.peer.kind === 'user' && hasBlocked(world, event.user, bot)) return undefined;
  const given = more.entities ?? [];
  const peer: PeerRef = event.peer.kind === 'user' ? { kind: 'user', id: event.user } : event.peer;
  const message = world.writeMessage({
    peer,
    from: bot,
    date: Math.floor(call.now()),
    text,
    entities: [...given, ...automatic(text, given)],
    ...(more.keyboard !== undefined && more.keyboard !== null && { replyMarkup: more.keyboard }),
    ...(more.reply === true && { replyTo: event.message }),
  });
  tellAll(call, message, 'New');
  return message;
}

/** An edit without a keyboard takes an inline keyboard away, as in the Bot API. */
function rewrite(call: Stage, message: WorldMessage | undefined, text: string, more: BotText): void {
  if (message === undefined) return;
  const given = more.entities ?? [];
  const { keyboard = null } = more;
  message.text = text;
  message.entities = [...given, ...automatic(text, given)];
  message.editDate = Math.floor(call.now());
  if (keyboard === null) delete message.replyMarkup;
  else message.replyMarkup = keyboard;
  countChange(call, message);
  tellAll(call, message, 'Edit');
}

function remove(call: Stage, message: WorldMessage | undefined): void {
  if (message === undefined) return;
  const channel = message.peer.kind === 'channel' ? call.world.channels.get(message.peer.id) : undefined;
  const gone = call.world.removeMessage(message);
  if (channel !== undefined && gone.length > 0) channel.pts += 1;
  for (const account of call.world.accounts.values()) {
    const ids = gone.filter(({ owner }) => owner === account.userId || owner === 0n).map(({ id }) => id);
    const isReader = channel === undefined || account.dialogs.has(`channel:${channel.id}`);
    if (ids.length === 0 || !isReader) continue;
    if (channel === undefined) account.pts += ids.length;
    const counted = { messages: ids, pts: channel?.pts ?? account.pts, pts_count: ids.length };
    const named = channel === undefined ? {} : { channel_id: channel.id };
    tell(call, account, {
      _: channel === undefined ? 'updateDeleteMessages' : 'updateDeleteChannelMessages',
      ...named,
      ...counted,
    });
  }
}
