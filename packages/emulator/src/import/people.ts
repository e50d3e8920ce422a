import { peerKey } from '../world/model.js';
import type { PeerRef } from '../world/model.js';
import type { ExportedChat, ExportedMessage } from './export-shape.js';
import { objectsIn, parsePeer, stringIn } from './fields.js';
import { gameLinkOf } from './shop-media.js';

/** Somebody who wrote or did something in an export. `name` is missing for deleted accounts. */
export interface Seen {
  readonly peer: PeerRef;
  name?: string;
  messages: number;
}

/** Fields with the peers that service messages are about, and the fields with their names. */
const NAMED = [
  ['to_id', 'to'],
  ['peer_id', 'peer_name'],
  ['boost_peer_id', 'boost_peer_name'],
] as const;

/** Ids for those of whom the file has the name alone; no account of Telegram is numbered that high. */
const FIRST_STAND_IN = 900_000_000_000n;

/** Everybody an export shows, by peer and by shown name. */
export class People {
  readonly #byKey = new Map<string, Seen>();
  readonly #byName = new Map<string, bigint>();
  readonly #unseen = new Set<string>();
  readonly #bots = new Map<string, bigint>();
  #lastStandIn = FIRST_STAND_IN;
  /** Parsed ids: the same few strings stand in every message. */
  readonly #peers = new Map<unknown, PeerRef | undefined>();

  /** The peer behind a `from_id` or `actor_id`. */
  peer(id: unknown): PeerRef | undefined {
    if (!this.#peers.has(id)) this.#peers.set(id, parsePeer(id));
    return this.#peers.get(id);
  }

  /** Who sent a message, or did what a service message tells. */
  sender(message: ExportedMessage): PeerRef | undefined {
    return this.peer(message['from_id']) ?? this.peer(message['actor_id']);
  }

  /** Notes everybody in a chat's messages. */
  collect(chat: ExportedChat): void {
    for (const message of chat.messages) {
      this.#note(message['from_id'], stringIn(message, 'from'), 1);
      this.#note(message['actor_id'], stringIn(message, 'actor'), 1);
      this.#note(message['forwarded_from_id'], stringIn(message, 'forwarded_from'), 0);
      for (const [id, name] of NAMED) this.#note(message[id], stringIn(message, name), 0);
      this.#noteNames(message);
      for (const reaction of objectsIn(message, 'reactions')) {
        for (const by of objectsIn(reaction, 'recent')) this.#note(by['from_id'], stringIn(by, 'from'), 0);
      }
    }
  }

  /** Notes a person the export names elsewhere: a contact, the other end of a private chat. */
  add(peer: PeerRef, name: string | undefined): void {
    this.#see(peer, name, 0);
  }

  /** The person with that shown name. */
  named(name: string): bigint | undefined {
    return this.#byName.get(name);
  }

  /** The bot with that username, with or without its @. */
  bot(username: string | undefined): bigint | undefined {
    return username === undefined ? undefined : this.#bots.get(username.replace('@', '').toLowerCase());
  }

  /** Bots that are named by username alone. */
  bots(): Iterable<readonly [username: string, id: bigint]> {
    return this.#bots;
  }

  /** Makes somebody of everyone who is named and never seen: after all chats were collected. */
  settle(): void {
    for (const name of this.#unseen) {
      if (this.#byName.has(name)) continue;
      this.#see({ kind: 'user', id: this.#standIn() }, name === '' ? undefined : name, 0);
      if (name === '') this.#byName.set(name, this.#lastStandIn);
    }
    for (const username of this.#bots.keys()) this.#bots.set(username, this.#standIn());
  }

  /** Everybody, in the order of appearance. */
  all(): Iterable<Seen> {
    return this.#byKey.values();
  }

  /** The people who wrote, most messages first. */
  writers(): Seen[] {
    return [...this.#byKey.values()]
      .filter((seen) => seen.peer.kind === 'user' && seen.messages > 0)
      .toSorted((a, b) => b.messages - a.messages);
  }

  #standIn(): bigint {
    this.#lastStandIn += 1n;
    return this.#lastStandIn;
  }

  #noteNames(message: ExportedMessage): void {
    const members: unknown = message['members'];
    // A name that is gone is written as null.
    const note = (name: unknown): unknown => this.#unseen.add(typeof name === 'string' ? name : '');
    if (Array.isArray(members)) members.forEach(note);
    if ('inviter' in message) note(message['inviter']);
    const bot = stringIn(message, 'via_bot')?.replace('@', '') ?? gameLinkOf(message)?.bot;
    if (bot !== undefined) this.#bots.set(bot.toLowerCase(), 0n);
  }

  #note(id: unknown, name: string | undefined, messages: number): void {
    const peer = id === undefined || id === null ? undefined : this.peer(id);
    if (peer !== undefined) this.#see(peer, name, messages);
  }

  #see(peer: PeerRef, name: string | undefined, messages: number): void {
    const key = peerKey(peer);
    let seen = this.#byKey.get(key);
    if (seen === undefined) {
      seen = { peer, messages: 0 };
      this.#byKey.set(key, seen);
    }
    seen.messages += messages;
    if (name === undefined || seen.name !== undefined) return;
    seen.name = name;
    if (peer.kind === 'user') this.#byName.set(name, peer.id);
  }
}
