import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef, WorldUser } from '../../world/model.js';
import type { Viewer } from '../common/viewer.js';
import { renderChat } from './chat.js';
import { renderMinUser, renderUser } from './user.js';

const USER_FIELDS = new Set(['user_id', 'inviter_id', 'via_bot_id', 'promoted_by', 'kicked_by']);

/** Collects the users and chats an answer refers to, so that it can carry them along. */
export class People {
  readonly #users = new Set<bigint>();
  readonly #groups = new Set<bigint>();
  readonly #channels = new Set<bigint>();

  /** With `min`, people whom the viewer has not met come reduced, in a world that has that switched on. */
  constructor(
    readonly viewer: Viewer,
    private readonly options: { readonly min?: boolean } = {},
  ) {}

  /** Adds a peer. */
  add(peer: PeerRef): this {
    if (peer.kind === 'user') this.#users.add(peer.id);
    else if (peer.kind === 'chat') this.#groups.add(peer.id);
    else this.#channels.add(peer.id);
    return this;
  }

  /** Adds every user and chat named anywhere in TL values. */
  addFrom(value: TlValue): this {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return this;
    if (Array.isArray(value)) {
      for (const item of value as readonly TlValue[]) this.addFrom(item);
      return this;
    }
    // Thousands of fields make a page; most hold plain values that name nobody.
    const object = value as TlObject;
    for (const field of Object.keys(object)) {
      const inner = object[field];
      if (typeof inner === 'bigint' || (typeof inner === 'object' && inner !== null))
        this.#field(field, inner);
    }
    return this;
  }

  /** The `users` and `chats` fields of an answer; unknown ids are left out. */
  render(): { users: TlObject[]; chats: TlObject[] } {
    const { world } = this.viewer;
    const users = [...this.#users].flatMap((id) => world.users.get(id) ?? []);
    const chats = [
      ...[...this.#groups].flatMap((id) => world.groups.get(id) ?? []),
      ...[...this.#channels].flatMap((id) => world.channels.get(id) ?? []),
    ];
    return {
      users: users.map((user) => (this.#isMin(user) ? renderMinUser : renderUser)(this.viewer, user)),
      chats: chats.map((chat) => renderChat(this.viewer, chat)),
    };
  }

  /** Telegram reduces people who are seen in a supergroup's or channel's messages only. */
  #isMin(user: WorldUser): boolean {
    const { world, account, id } = this.viewer;
    if (!world.minUsers || this.options.min !== true || user.id === id || user.bot) return false;
    const isKnown = account.contacts.has(user.id) || account.dialogs.has(`user:${user.id}`);
    return !isKnown && !account.relations.met.has(user.id);
  }

  #field(field: string, inner: TlValue): void {
    if (typeof inner === 'bigint') {
      if (USER_FIELDS.has(field)) this.#users.add(inner);
      else if (field === 'chat_id') this.#groups.add(inner);
      else if (field === 'channel_id') this.#channels.add(inner);
    } else if (field === 'users' && Array.isArray(inner)) {
      for (const id of inner as readonly TlValue[]) if (typeof id === 'bigint') this.#users.add(id);
    } else {
      this.addFrom(inner);
    }
  }
}
