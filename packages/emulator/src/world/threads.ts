/* Threads of a supergroup: the replies below a message, the comments of a channel post, the messages of a forum topic. */
import type { History } from './history.js';
import { IdList } from './id-list.js';
import { peerKey } from './model/peers.js';
import type { PeerRef, WorldMessage, WorldReply } from './model.js';

/** The topic of a forum that is always there, and holds what lies in no other. */
export const GENERAL_TOPIC = 1;

/** The messages of one thread, read by place as a {@link History} is. */
export class Thread {
  readonly ids = new IdList();

  constructor(private readonly history: History) {}

  /** How many messages it holds. */
  get size(): number {
    return this.ids.size;
  }

  /** The highest id, or 0. */
  get topId(): number {
    return this.ids.top;
  }

  /** The id at a place, counted from the oldest; undefined outside. */
  idAt(index: number): number | undefined {
    return this.ids.at(index);
  }

  /** The message at a place, counted from the oldest; undefined outside. */
  at(index: number): WorldMessage | undefined {
    const id = this.ids.at(index);
    return id === undefined ? undefined : this.history.at(this.history.countBelow(id));
  }

  /** When the message at a place was sent; 0 outside. */
  dateAt(index: number): number {
    const id = this.ids.at(index);
    return id === undefined ? 0 : this.history.dateAt(this.history.countBelow(id));
  }

  /** The messages at places `from` to `to` (not included), oldest first. */
  slice(from: number, to: number = this.size): WorldMessage[] {
    const found: WorldMessage[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.size); index++) {
      const message = this.at(index);
      if (message !== undefined) found.push(message);
    }
    return found;
  }

  /** How many messages have an id below `id`. */
  countBelow(id: number): number {
    return this.ids.countBelow(id);
  }

  /** How many of the oldest messages were sent before `date`. */
  countBefore(date: number): number {
    return this.ids.countWhile((id) => this.history.dateAt(this.history.countBelow(id)) < date);
  }
}

/** All threads of one supergroup, kept up as messages come and go. */
export class Threads {
  readonly #byTop = new Map<number, Thread>();
  #general: Thread | undefined;

  constructor(private readonly history: History) {}

  /** The thread below a message, or of a topic; undefined while it is empty. */
  get(topId: number): Thread | undefined {
    return this.#byTop.get(topId);
  }

  /** The messages of a forum that lie in no topic of their own; gathered when first asked for. */
  general(): Thread {
    if (this.#general !== undefined) return this.#general;
    const general = new Thread(this.history);
    for (let index = 0; index < this.history.size; index++) {
      const message = this.history.at(index);
      if (message !== undefined && isGeneral(message)) general.ids.add(this.history.idAt(index) ?? 0);
    }
    this.#general = general;
    return general;
  }

  /** Notes a message that came into the group. */
  add(id: number, message: WorldMessage): void {
    const topId = threadTop(message, id);
    if (topId !== undefined) {
      const thread = this.#byTop.get(topId) ?? new Thread(this.history);
      this.#byTop.set(topId, thread);
      thread.ids.add(id);
    }
    if (isGeneral(message)) this.#general?.ids.add(id);
  }

  /** Notes that a message is gone. */
  remove(id: number, message: WorldMessage): void {
    this.#general?.ids.remove(id);
    const topId = threadTop(message, id) ?? 0;
    const thread = this.#byTop.get(topId);
    if (thread?.ids.remove(id) === true && thread.size === 0) this.#byTop.delete(topId);
  }
}

/** The first message of the thread that a message belongs to: the thread it answers into, or the topic it opens. */
function threadTop(message: WorldMessage, id: number): number | undefined {
  if (message.action?._ === 'messageActionTopicCreate') return id;
  const reply = message.replyTo;
  return reply === undefined || !isWithin(reply, message.peer) ? undefined : (reply.topId ?? reply.id);
}

/** Whether a message of a forum lies in the General topic. */
export function isGeneral(message: WorldMessage): boolean {
  return message.replyTo?.forumTopic !== true && message.action?._ !== 'messageActionTopicCreate';
}

/** Whether a reply stays within a chat. */
function isWithin(reply: WorldReply, peer: PeerRef): boolean {
  return reply.message === undefined || peerKey(reply.message.peer) === peerKey(peer);
}

/** Completes a reply within a supergroup by the thread or topic that its target lies in (core.telegram.org/api/threads). */
export function inThread(reply: WorldReply, peer: PeerRef): WorldReply {
  const target = reply.message;
  if (target === undefined || reply.topId !== undefined || !isWithin(reply, peer)) return reply;
  if (target.action?._ === 'messageActionTopicCreate') return { ...reply, forumTopic: true };
  const above = target.replyTo;
  if (above === undefined || !isWithin(above, peer)) return reply;
  const topId = above.topId ?? above.id;
  return { ...reply, topId, ...(above.forumTopic === true && { forumTopic: true }) };
}
