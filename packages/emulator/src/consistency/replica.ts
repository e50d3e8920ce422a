/*
 * For the emulator's own tests: what a client knows that was only ever told of changes. Each change must follow on the
 * last one that it knows (core.telegram.org/api/updates#update-handling); a gap is a bug of the emulator.
 */
import {
  isObject,
  longOf,
  numberOf,
  numbersOf,
  objectOf,
  objectsOf,
  textOf,
} from '../services/common/fields.js';
import type { TlObject } from '../tl/value.js';
import type { Box, Place, Seen, Who } from './model.js';

/** The ids behind the names of the model. */
export const IDS = { ann: 7001n, bob: 7002n, club: 800n, group: 900n } as const;

/** What one session knows. */
export class Replica {
  readonly pts: Record<Box, number>;
  readonly messages = new Map<string, Seen>();
  readonly reading = new Map<string, number>();

  constructor(
    readonly who: Who,
    accountPts: number,
    groupPts: number,
  ) {
    this.pts = { ann: 0, bob: 0, [who]: accountPts, group: groupPts };
  }

  /** The messages of a chat, oldest first. */
  seen(place: Place): Seen[] {
    const all = [...this.messages.values()].filter((message) => message.place === place);
    return all.toSorted((one, two) => one.id - two.id);
  }

  /** Takes what was pushed, or the answer to a call that changed something. */
  take(updates: TlObject): void {
    for (const update of objectsOf(updates, 'updates')) this.update(update);
  }

  /** Takes messages.affectedMessages of an own call. */
  affected(box: Box, answer: TlObject): void {
    this.#count(box, answer);
  }

  update(update: TlObject): void {
    const box: Box = update._.includes('Channel') ? 'group' : this.who;
    // A repeated answer counts nothing, and tells nothing new.
    if (update._ !== 'updateMessageID' && this.#count(box, update)) this.#apply(update, box);
  }

  #apply(update: TlObject, box: Box): void {
    switch (update._) {
      case 'updateNewMessage':
      case 'updateNewChannelMessage':
      case 'updateEditMessage':
      case 'updateEditChannelMessage':
        this.store(objectOf(update, 'message'));
        break;
      case 'updateDeleteMessages':
      case 'updateDeleteChannelMessages':
        this.drop(box, numbersOf(update, 'messages'));
        break;
      case 'updatePinnedMessages':
      case 'updatePinnedChannelMessages':
        for (const id of numbersOf(update, 'messages')) {
          const seen = this.messages.get(`${box} ${id}`);
          if (seen !== undefined) this.keep({ ...seen, pinned: update['pinned'] === true });
        }
        break;
      case 'updateReadHistoryInbox':
        this.reading.set(`in ${this.#place(objectOf(update, 'peer'))}`, numberOf(update, 'max_id'));
        break;
      case 'updateReadHistoryOutbox':
        this.reading.set(`out ${this.#place(objectOf(update, 'peer'))}`, numberOf(update, 'max_id'));
        break;
      case 'updateReadChannelInbox':
        this.reading.set('in group', numberOf(update, 'max_id'));
        break;
      case 'updateReadChannelOutbox':
        this.reading.set('out group', numberOf(update, 'max_id'));
        break;
      default:
        throw new Error(`nobody asked for ${update._}`);
    }
  }

  /** Takes what a difference lists; it need not name every step, only where it ends. */
  follow(updates: readonly TlObject[], box: Box, pts: number): void {
    this.pts[box] = pts;
    for (const update of updates) this.#apply(update, box);
  }

  store(message: TlObject | undefined): void {
    if (message !== undefined) this.keep(this.read(message));
  }

  /** Keeps a message. */
  keep(seen: Seen): void {
    this.messages.set(`${seen.place === 'group' ? 'group' : this.who} ${seen.id}`, seen);
  }

  /** A TL message in the words of the model. */
  read(message: TlObject): Seen {
    const forward = objectOf(message, 'fwd_from');
    const from = forward === undefined ? undefined : objectOf(forward, 'from_id');
    const reply = objectOf(message, 'reply_to');
    return {
      id: numberOf(message, 'id'),
      place: this.#place(objectOf(message, 'peer_id')),
      text: textOf(message, 'message'),
      out: message['out'] === true,
      edited: typeof message['edit_date'] === 'number',
      pinned: message['pinned'] === true,
      service: message._ === 'messageService',
      origin: from === undefined ? undefined : longOf(from, 'user_id') === IDS.ann ? 'ann' : 'bob',
      replyTo: reply === undefined ? undefined : numberOf(reply, 'reply_to_msg_id'),
    };
  }

  drop(box: Box, ids: readonly number[]): void {
    for (const id of ids) this.messages.delete(`${box} ${id}`);
  }

  #count(box: Box, update: TlObject): boolean {
    if (typeof update['pts'] !== 'number' || typeof update['pts_count'] !== 'number') return true;
    const { pts, pts_count: count } = update;
    if (count === 0 && pts <= this.pts[box]) return false;
    if (this.pts[box] + count !== pts) {
      throw new Error(
        `${update._} of ${this.who} leads from ${pts - count} to ${pts}, known is ${this.pts[box]}`,
      );
    }
    this.pts[box] = pts;
    return true;
  }

  #place(peer: TlObject | undefined): Place {
    if (!isObject(peer)) throw new Error('no peer');
    if (peer._ === 'peerChat') return 'club';
    if (peer._ === 'peerChannel') return 'group';
    return longOf(peer, 'user_id') === IDS[this.who] ? 'notes' : 'private';
  }
}
