import type { TlObject } from '../tl/value.js';
import type { PeerRef, WorldMedia, WorldMessage, WorldReaction } from '../world/model.js';
import type { World } from '../world/world.js';

/** A message of the demo world before it has an id: all chats are written first, then added in the order of time. */
export interface Pending {
  readonly peer: PeerRef;
  /** Absent for a channel's post. */
  readonly from?: bigint;
  readonly author: bigint;
  readonly date: number;
  readonly text: string;
  readonly media?: WorldMedia;
  readonly replyTo?: Pending;
  readonly forwarded?: Pending;
  readonly reactions?: WorldReaction[];
  readonly action?: TlObject;
  readonly replyMarkup?: TlObject;
  readonly views?: number;
  readonly editDate?: number;
  pinned?: boolean;
  /** Set once it is in the world. */
  message?: WorldMessage;
}

/** Adds what was written to the world, oldest first, so that ids rise with time in every box. */
export function addPending(world: World, pending: readonly Pending[]): void {
  for (const one of pending.toSorted((a, b) => a.date - b.date)) {
    const source = one.forwarded;
    one.message = world.addMessage({
      peer: one.peer,
      author: one.author,
      date: one.date,
      text: one.text,
      entities: entitiesOf(one.text),
      ...(one.from !== undefined && { from: one.from }),
      ...(one.media !== undefined && { media: one.media }),
      ...(one.replyTo?.message !== undefined && { replyTo: one.replyTo.message }),
      ...(source !== undefined && { forward: forwardOf(source) }),
      ...(one.reactions !== undefined && { reactions: one.reactions }),
      ...(one.action !== undefined && { action: one.action }),
      ...(one.replyMarkup !== undefined && { replyMarkup: one.replyMarkup }),
      ...(one.views !== undefined && { views: one.views, forwards: Math.floor(one.views / 90) }),
      ...(one.editDate !== undefined && { editDate: one.editDate }),
      ...(one.pinned === true && { pinned: true }),
    });
  }
}

function forwardOf(source: Pending) {
  const id = source.message?.copies[0]?.id;
  return { from: source.peer, date: source.date, ...(id !== undefined && { channelPost: id }) };
}

const ENTITIES: readonly (readonly [string, RegExp])[] = [
  ['messageEntityUrl', /https:\/\/[^\s]+/gu],
  ['messageEntityMention', /@[a-z]\w{3,31}/giu],
  ['messageEntityBotCommand', /(?<=^|\s)\/[a-z]+/gu],
];

function entitiesOf(text: string): TlObject[] {
  return ENTITIES.flatMap(([name, form]) =>
    [...text.matchAll(form)].map((found) => ({ _: name, offset: found.index, length: found[0].length })),
  );
}
