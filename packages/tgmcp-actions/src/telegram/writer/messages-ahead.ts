import {
  done,
  messagesById,
  type MessageRecord,
  type Outcome,
  type ResolvedPeer,
  type Telegram,
} from '@tgmcp/core';

/** Telegram gives so many for one request. */
const MOST_AT_ONCE = 100;

/** Messages of one chat after the other that are asked for in small portions, and looked up a hundred at once. */
export class MessagesAhead {
  readonly #known = new Map<number, MessageRecord>();
  #chat = '';
  #next: readonly number[] = [];

  /** Says what will be asked for, of the same chat, after what is asked for next. */
  expect(ids: readonly number[]): void {
    this.#next = ids;
  }

  /** As {@link messagesById}, whose answers are kept for as long as the chat is the same. */
  async read(
    account: Telegram,
    peer: ResolvedPeer,
    ids: readonly number[],
  ): Promise<Outcome<MessageRecord[]>> {
    if (peer.id !== this.#chat) this.#known.clear();
    this.#chat = peer.id;
    if (!ids.every((id) => this.#known.has(id))) {
      const later = this.#next.filter((id) => !this.#known.has(id));
      const wanted = [...new Set([...ids, ...later])].slice(0, Math.max(MOST_AT_ONCE, ids.length));
      const found = await messagesById(account, peer, wanted);
      if (!found.ok) return found;
      for (const message of found.value) this.#known.set(message.id, message);
    }
    return done(ids.flatMap((id) => this.#known.get(id) ?? []));
  }
}
