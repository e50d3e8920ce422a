import type { Plain } from './plain.js';
import { number } from './plain.js';

/** The people and chats that answers brought along, by the ids that an export writes. */
export class Names {
  readonly #byId = new Map<string, { readonly name: string | null; readonly username?: string }>();

  /** Notes the users and chats of an answer. */
  learn(users: readonly Plain[], chats: readonly Plain[]): void {
    for (const user of users) {
      const name = [user['firstName'], user['lastName']].filter(Boolean).join(' ');
      this.#note(`user${number(user['id'])}`, user['deleted'] === true ? null : name, user['username']);
    }
    for (const chat of chats) {
      const kind = chat._ === 'Channel' || chat._ === 'ChannelForbidden' ? 'channel' : 'chat';
      this.#note(`${kind}${number(chat['id'])}`, chat['title'] as string, chat['username']);
    }
  }

  /** The shown name, or null for somebody who is gone. */
  name(id: string): string | null {
    return this.#byId.get(id)?.name ?? null;
  }

  /** The name of a user by bare id. */
  user(id: unknown): string | null {
    return this.name(`user${number(id)}`);
  }

  username(userId: unknown): string | undefined {
    return this.#byId.get(`user${number(userId)}`)?.username;
  }

  #note(id: string, name: string | null, username: unknown): void {
    this.#byId.set(id, { name, ...(typeof username === 'string' && { username }) });
  }
}

/** A TL Peer as an export writes it. */
export function peerId(peer: Plain): string {
  if (peer._ === 'PeerUser') return `user${number(peer['userId'])}`;
  return peer._ === 'PeerChat' ? `chat${number(peer['chatId'])}` : `channel${number(peer['channelId'])}`;
}
