import type { TlValue } from '../tl/value.js';
import { makeAccount, makeUser } from './build-user.js';
import type { AccountOptions, UserOptions } from './build-user.js';
import { ALL_RIGHTS, GROUP_ADMIN_RIGHTS, makeChannel, makeGroup, makeMember } from './build.js';
import type { ChannelOptions, GroupOptions, MemberOptions } from './build.js';
import { accessHashFor, stable64 } from './chance.js';
import { chatOf, historyOf, isMember, peerOf } from './data.js';
import type { WorldData } from './data.js';
import { ensureDialog, setUnread } from './dialogs.js';
import { expireReference } from './files.js';
import { FileTable } from './file-table.js';
import { addGenerated } from './generated/add.js';
import type { GeneratedMessages } from './generated/options.js';
import type { History } from './history.js';
import { addInvite } from './invites.js';
import type { InviteOptions } from './invites.js';
import { eraseMessage, storeMessage } from './messages.js';
import { peerKey } from './model.js';
import { SERVICE_ID, SERVICE_USER } from './service-user.js';
import type {
  DialogState,
  LoginRules,
  Member,
  MessageCopy,
  MessageDraft,
  PeerRef,
  StoryDraft,
  StoryShelf,
  WorldAccount,
  WorldChannel,
  WorldChat,
  WorldGroup,
  WorldInvite,
  WorldMessage,
  WorldStickerSet,
  WorldStory,
  WorldUser,
} from './model.js';
import { shelve } from './stories.js';

/** Everything the emulated service knows: people, chats, messages, media, login data. Add accounts before messages. */
export class World implements WorldData {
  readonly users = new Map<bigint, WorldUser>();
  readonly groups = new Map<bigint, WorldGroup>();
  readonly channels = new Map<bigint, WorldChannel>();
  readonly accounts = new Map<bigint, WorldAccount>();
  readonly files = new FileTable();
  /** Previews of web pages by address: fields of a TL webPage. */
  readonly webPages = new Map<string, Readonly<Record<string, TlValue>>>();
  /** Peers by lower-case username. */
  readonly usernames = new Map<string, PeerRef>();
  /** Users by phone number, digits only. */
  readonly phones = new Map<string, bigint>();
  /** Stories by the peerKey of their owner. */
  readonly stories = new Map<string, StoryShelf>();
  /** Sticker and custom emoji sets by id. */
  readonly stickerSets = new Map<bigint, WorldStickerSet>();
  /** Whether people whom an account has not met arrive as `min` in the messages of supergroups. */
  minUsers = false;
  /** How many strangers an account may write to in a day before PEER_FLOOD; a model of ours, as Telegram's is secret. */
  strangersPerDay = 50;
  readonly loginRules: LoginRules = { numbers: new Map(), apiIds: new Map(), codesPerHour: 30 };
  #nextId = 1_000_001n;

  constructor(readonly seed: string = 'world') {}

  /** Adds a person or bot. */
  addUser(options: UserOptions = {}): WorldUser {
    const id = this.#take(options.id, this.users);
    const user = makeUser(id, stable64(this.seed, 'user', id), options);
    this.users.set(id, user);
    for (const photo of [options.photo, options.fallbackPhoto, ...(options.earlierPhotos ?? [])]) {
      if (photo !== undefined) this.files.set(photo.id, photo);
    }
    if (options.username !== undefined) this.setUsername({ kind: 'user', id }, options.username);
    for (const username of options.collectibles ?? []) this.addCollectible(user, username);
    if (options.phone !== undefined) {
      user.phone = options.phone.replaceAll(/\D/g, '');
      this.phones.set(user.phone, id);
    }
    return user;
  }

  /** Adds a user who can log in, or makes an existing user (by id) one. */
  addAccount(options: AccountOptions): WorldAccount {
    if (!this.users.has(SERVICE_ID)) this.addUser(SERVICE_USER);
    const phone = options.phone.replaceAll(/\D/g, '');
    const known = options.id === undefined ? undefined : this.users.get(options.id);
    const user = known ?? this.addUser(options);
    user.phone = phone;
    this.phones.set(phone, user.id);
    const account = makeAccount(user.id, { ...options, phone });
    this.accounts.set(user.id, account);
    for (const channel of this.channels.values()) {
      if (isMember(channel, user.id)) ensureDialog(account, peerOf(channel));
    }
    return account;
  }

  /** Adds a basic group. */
  addBasicGroup(options: GroupOptions): WorldGroup {
    const group = makeGroup(this.#take(options.id, this.groups), options);
    this.groups.set(group.id, group);
    this.#people(group, options);
    return group;
  }

  /** Adds a supergroup. */
  addSupergroup(options: ChannelOptions): WorldChannel {
    return this.#channel('supergroup', options);
  }

  /** Adds a broadcast channel. */
  addChannel(options: ChannelOptions): WorldChannel {
    return this.#channel('channel', options);
  }

  /** Adds somebody to a chat, or changes how that person belongs to it. */
  addMember(chat: WorldChat, userId: bigint, options: MemberOptions = {}): Member {
    if (!this.users.has(userId)) throw new Error(`unknown user ${userId}`);
    const isGroupAdmin = chat.kind === 'group' && options.role === 'admin';
    const member = makeMember(userId, chat.date, {
      ...(isGroupAdmin && { rights: GROUP_ADMIN_RIGHTS }),
      ...options,
    });
    chat.members.set(userId, member);
    const account = this.accounts.get(userId);
    if (account !== undefined && chat.kind !== 'group') {
      if (isMember(chat, userId)) ensureDialog(account, peerOf(chat)).readInboxMaxId = chat.history.topId;
      else account.dialogs.delete(peerKey(peerOf(chat)));
    }
    return member;
  }

  /** Adds an invite link of an administrator to a chat; `inviteLink(invite.hash)` is its address. */
  addInvite(chat: WorldChat, options: InviteOptions): WorldInvite {
    return addInvite(this.seed, chat, options);
  }

  /** Puts a user into an account's contacts; mutual when the other account has this one too. */
  addContact(accountId: bigint, userId: bigint, options: { mutual?: boolean } = {}): void {
    this.#account(accountId).contacts.add(userId);
    if (options.mutual === true) this.accounts.get(userId)?.contacts.add(accountId);
  }

  /** Gives a user or channel a username, or takes it away. Throws when it is somebody else's. */
  setUsername(peer: PeerRef, username: string | undefined): void {
    const owner = peer.kind === 'user' ? this.users.get(peer.id) : this.channels.get(peer.id);
    if (owner === undefined) throw new Error(`unknown ${peerKey(peer)}`);
    if (owner.username !== undefined) this.usernames.delete(owner.username.toLowerCase());
    delete owner.username;
    if (username === undefined) return;
    const holder = this.usernames.get(username.toLowerCase());
    if (holder !== undefined && peerKey(holder) !== peerKey(peer)) {
      throw new Error(`username ${username} is already taken`);
    }
    owner.username = username;
    this.usernames.set(username.toLowerCase(), peer);
  }

  /** Gives a user a further, bought username, which leads to the user while it is active. Throws when it is taken. */
  addCollectible(user: WorldUser, username: string, active = true): void {
    const key = username.toLowerCase();
    if (this.usernames.has(key)) throw new Error(`username ${username} is already taken`);
    user.collectibles = [...(user.collectibles ?? []), { username, active }];
    if (active) this.usernames.set(key, { kind: 'user', id: user.id });
  }

  /** Adds a story of a person or channel. */
  addStory(owner: PeerRef, draft: StoryDraft): WorldStory {
    this.files.set(draft.media.id, draft.media);
    return shelve(this.stories, owner, draft);
  }

  /** Adds a set of stickers or custom emoji; see {@link makeStickerSet}. */
  addStickerSet(set: WorldStickerSet): WorldStickerSet {
    for (const document of set.documents) this.files.set(document.id, document);
    this.stickerSets.set(set.id, set);
    return set;
  }

  /** Loads one message as history: it counts as read. Ids are given out in the order of the calls. */
  addMessage(draft: MessageDraft): WorldMessage {
    return storeMessage(this, draft, false);
  }

  /** Loads many messages as history, oldest first (across chats too: an account's ids rise with time). */
  addMessages(drafts: Iterable<MessageDraft>): void {
    for (const draft of drafts) storeMessage(this, draft, false);
  }

  /**
   * Gives an empty chat a history of any length whose messages are made when they are asked for: a million take no memory.
   * They can be edited, deleted, pinned and answered like others. Add members first. Throws when the chat is not empty.
   */
  addGeneratedMessages(options: GeneratedMessages): void {
    addGenerated(this, options);
  }

  /** Adds a message as if it were written now: those who receive it have it unread. Pushes nothing. */
  writeMessage(draft: MessageDraft): WorldMessage {
    return storeMessage(this, draft, true);
  }

  /** Removes a message from all boxes, or from those of `owners`. */
  removeMessage(message: WorldMessage, owners?: readonly bigint[]): MessageCopy[] {
    return eraseMessage(this, message, owners);
  }

  /** Makes the references expire that clients have to a file, or to all; generated messages keep theirs. */
  expireFileReferences(id?: bigint): void {
    for (const file of this.files.values()) if (id === undefined || file.id === id) expireReference(file);
  }

  /** An account's row for a peer, made when there is none; change its fields freely. */
  dialog(accountId: bigint, peer: PeerRef): DialogState {
    return ensureDialog(this.#account(accountId), peer);
  }

  /** Makes the newest `count` incoming messages of a chat unread for an account. */
  setUnread(accountId: bigint, peer: PeerRef, count: number): void {
    setUnread(this, this.#account(accountId), peer, count);
  }

  /** The history a viewer has of a peer; undefined when there is none. */
  history(viewer: bigint, peer: PeerRef): History | undefined {
    return historyOf(this, viewer, peer);
  }

  /** The chat behind a peer; undefined for a user or an unknown chat. */
  chat(peer: PeerRef): WorldChat | undefined {
    return chatOf(this, peer);
  }

  /** The access hash under which `viewer` knows a user or channel; 0n for basic groups, which have none. */
  accessHash(viewer: bigint, peer: PeerRef): bigint {
    if (peer.kind === 'chat') return 0n;
    const seed = (peer.kind === 'user' ? this.users : this.channels).get(peer.id)?.hashSeed;
    if (seed === undefined) throw new Error(`unknown ${peerKey(peer)}`);
    return accessHashFor(viewer, seed);
  }

  #channel(kind: WorldChannel['kind'], options: ChannelOptions): WorldChannel {
    const id = this.#take(options.id, this.channels);
    const channel = makeChannel(kind, id, stable64(this.seed, 'channel', id), options);
    this.channels.set(id, channel);
    const linked = channel.linkedChatId === undefined ? undefined : this.channels.get(channel.linkedChatId);
    if (linked !== undefined) linked.linkedChatId ??= id;
    if (options.username !== undefined) this.setUsername({ kind: 'channel', id }, options.username);
    this.#people(channel, options);
    return channel;
  }

  #people(chat: WorldChat, options: GroupOptions): void {
    if (options.photo !== undefined) this.files.set(options.photo.id, options.photo);
    if (options.creator !== undefined) {
      this.addMember(chat, options.creator, { role: 'creator', rights: ALL_RIGHTS });
    }
    for (const userId of options.members ?? []) {
      if (userId !== options.creator) this.addMember(chat, userId);
    }
  }

  #account(userId: bigint): WorldAccount {
    const account = this.accounts.get(userId);
    if (account === undefined) throw new Error(`user ${userId} has no account`);
    return account;
  }

  #take(wanted: bigint | undefined, taken: ReadonlyMap<bigint, unknown>): bigint {
    if (wanted !== undefined) {
      // Exports bring the service's own account along, which is there already.
      const isService = wanted === SERVICE_ID && taken === this.users;
      if (taken.has(wanted) && !isService) throw new Error(`id ${wanted} is already taken`);
      return wanted;
    }
    while (taken.has(this.#nextId)) this.#nextId += 1n;
    this.#nextId += 1n;
    return this.#nextId - 1n;
  }
}

/** An empty world; the same seed gives the same access hashes. */
export function createWorld(options: { readonly seed?: string } = {}): World {
  return new World(options.seed);
}
