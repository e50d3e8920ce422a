import type { MessageDraft, PeerRef, WorldForward, WorldReply } from '../world/model.js';
import { otherMediaOf } from './other-media.js';
import type { ExportedFiles } from './exported-file.js';
import type { ExportedMessage } from './export-shape.js';
import { flagIn, numberIn, secondsIn, stringIn } from './fields.js';
import { inlineButtonsOf } from './inline-buttons.js';
import type { People } from './people.js';
import { reactionsOf } from './reactions.js';
import { textOf } from './rich-text.js';
import { actionOf } from './service-action.js';

/** How the sender of a message shows in the chat it lies in. */
export interface DraftContext {
  readonly peer: PeerRef;
  readonly owner: bigint;
  readonly people: People;
  readonly files: ExportedFiles;
  /** What is subtracted from the file's ids (the history of an upgraded group is exported under shifted ids). */
  readonly shift: number;
  /** True in a broadcast channel, whose posts have no sender. */
  readonly broadcast: boolean;
  readonly pinned: ReadonlySet<number>;
  readonly formerGroup?: bigint | undefined;
  readonly successor?: bigint | undefined;
  /** For a message without a date, as those are that Telegram Desktop could not read. */
  lastDate: number;
  /** The chat of that name, for what was saved from it. */
  readonly chatNamed: (name: string) => PeerRef | undefined;
}

/** A message to add to the world. */
export function draftOf(message: ExportedMessage, id: number, context: DraftContext): MessageDraft {
  const { peer, owner, files, shift } = context;
  const date = secondsIn(message, 'date') ?? context.lastDate;
  const sender = senderIn(context, context.people.sender(message));
  const forward = forwardOf(message, date, context);
  const edited = secondsIn(message, 'edited');
  const base = {
    peer,
    owner,
    id,
    date,
    ...(sender !== undefined && { from: sender }),
    ...replyOf(message, context),
  };
  if (message['type'] === 'service') {
    const actor = sender?.kind === 'user' ? sender.id : undefined;
    return {
      ...base,
      action: actionOf(message, {
        personNamed: (name) => context.people.named(name),
        peer: (value) => context.people.peer(value),
        photo: () => files.actionPhoto(message, date),
        actor,
        owner,
        formerGroup: context.formerGroup,
        successor: context.successor,
      }),
    };
  }
  const { text, entities } = textOf(message);
  const other = otherMediaOf(message, files.text(stringIn(message, 'contact_vcard')));
  const media =
    files.photo(message, date) ??
    files.document(message, date) ??
    (other === undefined ? undefined : { kind: 'other' as const, media: other });
  const reactions = reactionsOf(message, context.people, date);
  const author = stringIn(message, 'author');
  const viaBotId = context.people.bot(stringIn(message, 'via_bot'));
  const replyMarkup = inlineButtonsOf(message);
  const ttl = numberIn(message, 'self_destruct_period_seconds');
  return {
    ...base,
    text,
    entities,
    ...(media !== undefined && { media }),
    ...(forward !== undefined && { forward }),
    ...(reactions.length > 0 && { reactions }),
    ...(edited !== undefined && edited > date && { editDate: edited }),
    ...(author !== undefined && { postAuthor: author }),
    ...(viaBotId !== undefined && { viaBotId }),
    ...(replyMarkup !== undefined && { replyMarkup }),
    ...(flagIn(message, 'media_spoiler') === true && { spoiler: true }),
    ...(ttl !== undefined && { ttlSeconds: ttl }),
    ...(context.broadcast && { views: 1 }),
    ...(context.pinned.has(id + shift) && { pinned: true }),
  };
}

/** In a private chat only its two ends can have written; a post in a channel shows no sender. */
function senderIn(context: DraftContext, sender: PeerRef | undefined): PeerRef | undefined {
  const { peer, owner } = context;
  if (peer.kind !== 'user') return context.broadcast ? undefined : sender;
  return sender?.id === owner ? sender : peer;
}

/** Which field of a service message names the message it is about. */
const ABOUT = ['reply_to_message_id', 'message_id', 'game_message_id', 'invoice_message_id'];

function replyOf(message: ExportedMessage, context: DraftContext): { replyTo?: number | WorldReply } {
  let target: number | undefined;
  for (const name of ABOUT) target ??= numberIn(message, name);
  if (target === undefined) return {};
  const elsewhere = context.people.peer(message['reply_to_peer_id']);
  if (elsewhere !== undefined && elsewhere.id !== context.peer.id) {
    return { replyTo: { id: target, peer: elsewhere } };
  }
  return target <= context.shift ? {} : { replyTo: target - context.shift };
}

/** The message that a pin's service message points to. */
export function pinnedBy(message: ExportedMessage): number | undefined {
  return message['action'] === 'pin_message' ? numberIn(message, 'message_id') : undefined;
}

function forwardOf(message: ExportedMessage, date: number, context: DraftContext): WorldForward | undefined {
  const from = context.people.peer(message['forwarded_from_id']);
  const fromName = stringIn(message, 'forwarded_from');
  const place = context.chatNamed(stringIn(message, 'saved_from') ?? '');
  const saved = place === undefined ? {} : { savedFrom: { peer: place, id: 0 } };
  if (from !== undefined) return { from, date, ...saved };
  if (fromName !== undefined) return { fromName, date, ...saved };
  if ('forwarded_from' in message) return { fromName: 'Deleted Account', date, ...saved };
  // Whoever else shows as the sender in one's own notes, or in a bot's chat, was forwarded there.
  const sender = context.people.sender(message);
  const isStranger = sender !== undefined && sender.id !== context.owner && sender.id !== context.peer.id;
  if (context.peer.kind === 'user' && isStranger) return { from: sender, date, ...saved };
  return place === undefined ? undefined : { from: place, date, ...saved };
}
