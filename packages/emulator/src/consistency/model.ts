/*
 * For the emulator's own tests: what two accounts must see of the chats they share, in the plainest form. It knows the
 * rules from the documentation and nothing of the emulator (core.telegram.org/api/updates, /api/forward).
 */

export type Who = 'ann' | 'bob';
export const PEOPLE: readonly Who[] = ['ann', 'bob'];
/** A private chat, Ann's basic group, Bob's supergroup, and one's own notes. */
export type Place = 'private' | 'club' | 'group' | 'notes';
export const PLACES: readonly Place[] = ['private', 'club', 'group', 'notes'];
/** Where messages have ids and changes are counted: an account's box, or the supergroup. */
export type Box = Who | 'group';

/** One logical message. */
export interface Note {
  readonly place: Place;
  readonly author: Who;
  text: string;
  edited: boolean;
  /** For whom it is pinned. */
  readonly pinnedFor: Set<Who>;
  /** It tells that another message was pinned. */
  readonly service: boolean;
  /** Who wrote the message that this one forwards. */
  readonly origin?: Who;
  readonly replyTo?: Note;
  readonly ids: Map<Box, number>;
}

/** What a client holds of a message. */
export interface Seen {
  readonly id: number;
  readonly place: Place;
  readonly text: string;
  readonly out: boolean;
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly service: boolean;
  readonly origin: Who | undefined;
  readonly replyTo: number | undefined;
}

export interface Reading {
  unread: number;
  readIn: number;
  readOut: number;
}

interface BoxState {
  pts: number;
  nextId: number;
  readonly notes: Map<number, Note>;
}

/** The refusal that a call must meet. */
export class Refused {
  constructor(readonly error: string) {}
}

export const other = (who: Who): Who => (who === 'ann' ? 'bob' : 'ann');
export const boxOf = (who: Who, place: Place): Box => (place === 'group' ? 'group' : who);

const empty = (): BoxState => ({ pts: 1, nextId: 1, notes: new Map() });

/** The whole of what can be seen. */
export class Model {
  readonly boxes: Readonly<Record<Box, BoxState>> = { ann: empty(), bob: empty(), group: empty() };
  /** Sessions that have no connection at present. */
  readonly offline = new Set<number>();
  readonly #reading = new Map<string, Reading>();
  readonly #byRandomId = new Map<string, Note>();

  reading(who: Who, place: Place): Reading {
    const key = `${who} ${place}`;
    const known = this.#reading.get(key) ?? { unread: 0, readIn: 0, readOut: 0 };
    this.#reading.set(key, known);
    return known;
  }

  /** The messages of a chat as somebody has them, oldest first, by id. */
  notes(who: Who, place: Place): [number, Note][] {
    return [...this.boxes[boxOf(who, place)].notes].filter(([, note]) => note.place === place);
  }

  /** The same as a client shows them. */
  seen(who: Who, place: Place): Seen[] {
    const box = boxOf(who, place);
    return this.notes(who, place).map(([id, note]) => ({
      id,
      place,
      text: note.text,
      out: note.author === who,
      edited: note.edited,
      pinned: note.pinnedFor.has(who),
      service: note.service,
      origin: note.origin,
      replyTo: note.replyTo?.ids.get(box),
    }));
  }

  /** A new message, or the old one of the same random_id. */
  send(
    who: Who,
    place: Place,
    text: string,
    randomId: bigint,
    more: Pick<Note, 'origin' | 'replyTo'> = {},
  ): Note {
    const key = `${who} ${place} ${randomId}`;
    const old = this.#byRandomId.get(key);
    if (old !== undefined) return old;
    const note = this.#add(who, place, { text, service: false, ...more });
    this.#byRandomId.set(key, note);
    return note;
  }

  #add(who: Who, place: Place, content: Pick<Note, 'text' | 'service' | 'origin' | 'replyTo'>): Note {
    const note: Note = {
      place,
      author: who,
      edited: false,
      pinnedFor: new Set(),
      ids: new Map(),
      ...content,
    };
    const boxes: readonly Box[] = place === 'group' ? ['group'] : place === 'notes' ? [who] : PEOPLE;
    for (const box of boxes) {
      const state = this.boxes[box];
      state.notes.set(state.nextId, note);
      note.ids.set(box, state.nextId);
      state.nextId += 1;
      state.pts += 1;
    }
    if (place !== 'notes') this.reading(other(who), place).unread += 1;
    return note;
  }

  edit(who: Who, note: Note, text: string): Refused | undefined {
    if (note.service) return new Refused('400 MESSAGE_ID_INVALID');
    if (note.author !== who) return new Refused('403 MESSAGE_AUTHOR_REQUIRED');
    if (note.text === text) return new Refused('400 MESSAGE_NOT_MODIFIED');
    note.text = text;
    note.edited = true;
    for (const box of this.#holders(note)) this.boxes[box].pts += 1;
    return undefined;
  }

  /** Deletes for oneself, or for everybody; a group's messages by their authors and its creator. */
  remove(who: Who, place: Place, notes: readonly Note[], revoke: boolean): Refused | undefined {
    const creator: Who | undefined = place === 'club' ? 'ann' : place === 'group' ? 'bob' : undefined;
    const forAll = place === 'group' || revoke;
    const mayAll = creator === undefined || creator === who;
    const isForeign = (note: Note) => note.author !== who || (place === 'group' && note.service);
    if (forAll && !mayAll && notes.some(isForeign)) {
      return new Refused('403 MESSAGE_DELETE_FORBIDDEN');
    }
    for (const note of notes) {
      for (const box of this.#holders(note)) {
        if (!forAll && box !== who) continue;
        const id = note.ids.get(box) ?? 0;
        this.boxes[box].notes.delete(id);
        this.boxes[box].pts += 1;
        for (const reader of box === 'group' ? PEOPLE : [box]) {
          const state = this.reading(reader, place);
          if (note.author !== reader && id > state.readIn) state.unread -= 1;
        }
      }
    }
    return undefined;
  }

  /** Pins for all, or in a private chat for oneself; all but one's own notes then tell of it. Unpins for all. */
  pin(who: Who, note: Note, unpin: boolean, oneSided: boolean): Refused | undefined {
    if (note.service) return new Refused('400 MESSAGE_ID_INVALID');
    if (note.pinnedFor.has(who) !== unpin) return new Refused('400 CHAT_NOT_MODIFIED');
    const { place } = note;
    const alone = !unpin && (place === 'private' || place === 'notes') && oneSided;
    for (const one of alone ? [who] : PEOPLE) {
      if (unpin) note.pinnedFor.delete(one);
      else note.pinnedFor.add(one);
    }
    for (const box of alone ? [boxOf(who, place)] : this.#holders(note)) this.boxes[box].pts += 1;
    if (!unpin && !alone && place !== 'notes')
      this.#add(who, place, { text: '', service: true, replyTo: note });
    return undefined;
  }

  /** Marks a chat as read up to a message, and lets the author of the newest of them know. */
  read(who: Who, place: Place, upTo: number): void {
    const state = this.reading(who, place);
    if (upTo <= state.readIn) return;
    const newly = this.notes(who, place).filter(([id]) => id > state.readIn && id <= upTo);
    state.readIn = upTo;
    state.unread = this.notes(who, place).filter(([id, note]) => id > upTo && note.author !== who).length;
    if (place === 'notes') return void (this.boxes[who].pts += 1);
    const theirs = this.reading(other(who), place);
    if (place === 'group') return void (theirs.readOut = Math.max(theirs.readOut, upTo));
    this.boxes[who].pts += 1;
    const last = newly.findLast(([, note]) => note.author !== who)?.[1].ids.get(other(who));
    if (last === undefined || last <= theirs.readOut) return;
    theirs.readOut = last;
    this.boxes[other(who)].pts += 1;
  }

  #holders(note: Note): Box[] {
    return [...note.ids].flatMap(([box, id]) => (this.boxes[box].notes.has(id) ? [box] : []));
  }
}
