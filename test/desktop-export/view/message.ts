import { WITHOUT_ACTOR, actionFields } from './actions.js';
import { buttonsField } from './buttons.js';
import { mediaFields } from './media.js';
import { peerId } from './names.js';
import type { Names } from './names.js';
import { listOf, maybe, number, objectOf, present } from './plain.js';
import type { Plain } from './plain.js';
import { runsOf, textField } from './text.js';

type Fields = Record<string, unknown>;

/** Where a message lies, as its view needs to know. */
export interface Place {
  readonly names: Names;
  readonly self: string;
  /** The chat by the id an export writes, and what its message ids are lowered by. */
  readonly chat: string;
  readonly shift: number;
  /** Everybody who reacted, as the client was told. */
  readonly reactors: (message: Plain) => Promise<readonly Plain[]>;
}

/** One message of a client as Telegram Desktop would export it. */
export async function messageView(message: Plain, place: Place): Promise<Fields> {
  const { names, shift } = place;
  const id = number(message['id']) + shift;
  if (maybe(message['media'])?._ === 'MessageMediaUnsupported') return { id, type: 'unsupported' };
  const isService = message._ === 'MessageService';
  const sender = senderOf(message, place);
  const label = isService ? 'actor' : 'from';
  const reply = maybe(message['replyTo']);
  const about = reply?.['replyToMsgId'] === undefined ? undefined : number(reply['replyToMsgId']) + shift;
  const who = { [label]: names.name(sender), [`${label}_id`]: sender };
  const head = { id, type: isService ? 'service' : 'message', ...moment('date', message['date']) };
  if (isService) {
    const action = actionFields(objectOf(message['action']), names, about);
    const actor = WITHOUT_ACTOR.has(action['action']) ? {} : who;
    return { ...head, ...actor, text: '', text_entities: [], ...action };
  }
  const text = String(message['message']);
  const entities = listOf(message['entities']);
  const elsewhere = maybe(reply?.['replyToPeerId']);
  const bot = names.username(message['viaBotId']);
  return present({
    ...head,
    ...who,
    ...(message['editDate'] !== undefined && moment('edited', message['editDate'])),
    author: message['postAuthor'],
    ...forwardFields(maybe(message['fwdFrom']), names),
    reply_to_message_id: about,
    reply_to_peer_id: elsewhere === undefined ? undefined : peerId(elsewhere),
    via_bot: bot === undefined ? undefined : `@${bot}`,
    ...mediaFields(message, names),
    text: textField(text, entities),
    text_entities: runsOf(text, entities),
    inline_bot_buttons: buttonsField(maybe(message['replyMarkup'])),
    reactions: await reactionsField(message, place),
  });
}

function moment(name: string, seconds: unknown): Fields {
  const date = new Date(number(seconds) * 1000).toISOString().slice(0, 19);
  return { [name]: date, [`${name}_unixtime`]: String(number(seconds)) };
}

/** In a private chat only one's own messages name a sender; in a channel the channel speaks. */
function senderOf(message: Plain, { chat, self }: Place): string {
  const from = maybe(message['fromId']);
  if (from !== undefined) return peerId(from);
  return message['out'] === true ? self : chat;
}

function forwardFields(forward: Plain | undefined, names: Names): Fields {
  if (forward === undefined) return {};
  const [from, saved] = [maybe(forward['fromId']), maybe(forward['savedFromPeer'])];
  return {
    forwarded_from: from === undefined ? forward['fromName'] : names.name(peerId(from)),
    ...(from !== undefined && { forwarded_from_id: peerId(from) }),
    ...(saved !== undefined && { saved_from: names.name(peerId(saved)) }),
  };
}

async function reactionsField(message: Plain, { names, reactors }: Place): Promise<unknown> {
  const results = listOf(maybe(message['reactions'])?.['results']);
  if (results.length === 0) return undefined;
  const people = await reactors(message);
  return results.map((result) => {
    const reaction = objectOf(result['reaction']);
    const recent = people
      .filter((one) => keyOf(objectOf(one['reaction'])) === keyOf(reaction))
      .map((one) => {
        const from_id = peerId(objectOf(one['peerId']));
        return { from: names.name(from_id), from_id, date: moment('date', one['date'])['date'] };
      });
    return { ...kindOf(reaction), count: result['count'], ...(recent.length > 0 && { recent }) };
  });
}

function kindOf(reaction: Plain): Fields {
  if (reaction._ === 'ReactionPaid') return { type: 'paid' };
  return reaction._ === 'ReactionEmoji'
    ? { type: 'emoji', emoji: reaction['emoticon'] }
    : { type: 'custom_emoji', document_id: String(reaction['documentId']) };
}

function keyOf(reaction: Plain): string {
  return JSON.stringify(kindOf(reaction));
}
