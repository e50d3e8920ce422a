import type { MessageDraft, PeerRef, WorldForward, WorldReaction } from '../world/model.js';
import { otherMediaOf } from './other-media.js';
import type { ExportedFiles } from './exported-file.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, objectsIn, secondsIn, stringIn } from './fields.js';
import type { People } from './people.js';
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
}

/** A message to add to the world. */
export function draftOf(message: ExportedMessage, id: number, context: DraftContext): MessageDraft {
  const { peer, owner, files, shift } = context;
  const date = secondsIn(message, 'date') ?? 1;
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
    const named = (name: string): bigint | undefined => context.people.named(name);
    const actor = sender?.kind === 'user' ? sender.id : undefined;
    return {
      ...base,
      action: actionOf(message, { personNamed: named, actor, owner, formerGroup: context.formerGroup }),
    };
  }
  const { text, entities } = textOf(message);
  const other = otherMediaOf(message);
  const media =
    files.photo(message, date) ??
    files.document(message, date) ??
    (other === undefined ? undefined : { kind: 'other' as const, media: other });
  const reactions = reactionsOf(message, context.people, date);
  const author = stringIn(message, 'author');
  return {
    ...base,
    text,
    entities,
    ...(media !== undefined && { media }),
    ...(forward !== undefined && { forward }),
    ...(reactions.length > 0 && { reactions }),
    ...(edited !== undefined && edited > date && { editDate: edited }),
    ...(author !== undefined && { postAuthor: author }),
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

function replyOf(message: ExportedMessage, context: DraftContext): { replyTo?: number } {
  const target = numberIn(message, 'reply_to_message_id') ?? pinnedBy(message);
  const elsewhere = context.people.peer(message['reply_to_peer_id']);
  const isHere = elsewhere === undefined || elsewhere.id === context.peer.id;
  return target === undefined || !isHere || target <= context.shift
    ? {}
    : { replyTo: target - context.shift };
}

/** The message that a pin's service message points to. */
export function pinnedBy(message: ExportedMessage): number | undefined {
  return message['action'] === 'pin_message' ? numberIn(message, 'message_id') : undefined;
}

function forwardOf(message: ExportedMessage, date: number, context: DraftContext): WorldForward | undefined {
  const from = context.people.peer(message['forwarded_from_id']);
  const fromName = stringIn(message, 'forwarded_from');
  if (from !== undefined) return { from, date };
  if (fromName !== undefined) return { fromName, date };
  if ('forwarded_from' in message) return { fromName: 'Deleted Account', date };
  // Whoever else shows as the sender in one's own notes, or in a bot's chat, was forwarded there.
  const sender = context.people.sender(message);
  const isStranger = sender !== undefined && sender.id !== context.owner && sender.id !== context.peer.id;
  return context.peer.kind === 'user' && isStranger ? { from: sender, date } : undefined;
}

function reactionsOf(message: ExportedMessage, people: People, date: number): WorldReaction[] {
  return objectsIn(message, 'reactions').flatMap((reaction) => {
    const emoji = stringIn(reaction, 'emoji');
    if (emoji === undefined) return [];
    const by = objectsIn(reaction, 'recent').flatMap((one) => {
      const who = people.peer(one['from_id']);
      return who?.kind === 'user' ? [{ userId: who.id, date: secondsIn(one, 'date') ?? date }] : [];
    });
    return [{ emoji, count: Math.max(numberIn(reaction, 'count') ?? 1, by.length), by }];
  });
}
