import { chatOf, historyOf, idFor, isMember, peerAs } from './data.js';
import type { WorldData } from './data.js';
import { noteMessage } from './dialogs.js';
import { isFile } from './files.js';
import { History } from './history.js';
import { peerKey } from './model.js';
import { inThread } from './threads.js';
import { noteTopic } from './topics.js';
import type {
  MessageCopy,
  MessageDraft,
  PeerRef,
  WorldAccount,
  WorldChannel,
  WorldMedia,
  WorldMessage,
  WorldReply,
} from './model.js';

/** Adds a message to every box it belongs to. `live` counts it as unread for those who receive it. Throws on an unknown chat. */
export function storeMessage(data: WorldData, draft: MessageDraft, live: boolean): WorldMessage {
  const sender: PeerRef | undefined =
    typeof draft.from === 'bigint' ? { kind: 'user', id: draft.from } : draft.from;
  const author = draft.author ?? (sender?.kind === 'user' ? sender.id : undefined);
  // A broadcast channel speaks as itself, whoever writes.
  const isPost = draft.peer.kind === 'channel' && data.channels.get(draft.peer.id)?.kind === 'channel';
  const from = isPost ? undefined : sender;
  const owner = draft.owner ?? author;
  const peer = addressee(draft.peer, author, owner);
  const replyTo = replyOf(data, draft, owner ?? 0n);
  const message: WorldMessage = {
    peer,
    copies: allot(data, peer, author, owner, draft),
    date: draft.date,
    text: draft.text ?? '',
    ...(from !== undefined && { from }),
    ...(author !== undefined && { author }),
    ...(draft.entities !== undefined && draft.entities.length > 0 && { entities: draft.entities }),
    ...(replyTo !== undefined && { replyTo }),
    ...(draft.forward !== undefined && { forward: draft.forward }),
    ...(draft.media !== undefined && { media: draft.media }),
    ...(draft.reactions !== undefined && { reactions: draft.reactions }),
    ...(draft.views !== undefined && { views: draft.views }),
    ...(draft.forwards !== undefined && { forwards: draft.forwards }),
    ...(draft.editDate !== undefined && { editDate: draft.editDate }),
    ...(draft.postAuthor !== undefined && { postAuthor: draft.postAuthor }),
    ...(draft.groupedId !== undefined && { groupedId: draft.groupedId }),
    ...(draft.viaBotId !== undefined && { viaBotId: draft.viaBotId }),
    ...(draft.action !== undefined && { action: draft.action }),
    ...(draft.replyMarkup !== undefined && { replyMarkup: draft.replyMarkup }),
    ...(draft.pinned === true && { pinned: true }),
    ...(draft.silent === true && { silent: true }),
    ...(draft.spoiler === true && { spoiler: true }),
    ...(draft.ttlSeconds !== undefined && { ttlSeconds: draft.ttlSeconds }),
    ...(draft.noforwards === true && { noforwards: true }),
    ...(draft.fromScheduled === true && { fromScheduled: true }),
    ...(draft.invertMedia === true && { invertMedia: true }),
    ...(live && peer.kind !== 'channel' && isNote(draft.media) && { mediaUnread: true }),
    ...(draft.mentions !== undefined && { mentions: draft.mentions }),
  };
  const { media } = message;
  if (isFile(media)) data.files.set(media.id, media);
  for (const copy of message.copies) fileCopy(data, message, copy, live);
  return message;
}

/** Removes a message from the boxes of `owners`, or from all of them; returns the copies that are gone. */
export function eraseMessage(
  data: WorldData,
  message: WorldMessage,
  owners?: readonly bigint[],
): MessageCopy[] {
  const gone: MessageCopy[] = [];
  for (const copy of message.copies) {
    if (copy.owner !== 0n && owners !== undefined && !owners.includes(copy.owner)) continue;
    const account = data.accounts.get(copy.owner);
    const peer = peerAs(message, copy.owner);
    if (historyOf(data, copy.owner, peer)?.remove(copy.id) !== true) continue;
    account?.boxIndex.delete(copy.id);
    if (peer.kind === 'channel') data.channels.get(peer.id)?.threads.remove(copy.id, message);
    gone.push(copy);
    for (const reader of account === undefined ? data.accounts.values() : [account]) {
      const dialog = reader.dialogs.get(peerKey(peer));
      dialog?.unreadMentions.delete(copy.id);
      dialog?.unreadReactions.delete(copy.id);
      if (dialog !== undefined && copy.id > dialog.readInboxMaxId && message.author !== reader.userId) {
        dialog.unreadCount = Math.max(0, dialog.unreadCount - 1);
      }
    }
  }
  return gone;
}

function addressee(peer: PeerRef, author: bigint | undefined, owner: bigint | undefined): PeerRef {
  if (peer.kind !== 'user') return peer;
  if (author === undefined || owner === undefined) throw new Error('a private message needs a sender');
  if (author === owner) return peer;
  if (author !== peer.id)
    throw new Error(`user ${author} is no part of the chat of ${owner} with ${peer.id}`);
  return { kind: 'user', id: owner };
}

function replyOf(data: WorldData, draft: MessageDraft, owner: bigint): WorldReply | undefined {
  const target = draft.replyTo;
  if (target === undefined) return undefined;
  let reply: WorldReply;
  if (typeof target === 'number') {
    const message = historyOf(data, owner, draft.peer)?.get(target);
    reply = { id: target, ...(message !== undefined && { message }) };
  } else if ('copies' in target) {
    reply = { id: idFor(target, owner) ?? target.copies[0]?.id ?? 0, message: target };
  } else reply = target;
  return draft.peer.kind === 'channel' ? inThread(reply, draft.peer) : reply;
}

/** A voice note or a round video: what is marked as played. */
function isNote(media: WorldMedia | undefined): boolean {
  if (media?.kind !== 'document') return false;
  return media.attributes.some(({ voice, round_message: round }) => voice === true || round === true);
}

function allot(
  data: WorldData,
  peer: PeerRef,
  author: bigint | undefined,
  owner: bigint | undefined,
  draft: MessageDraft,
): MessageCopy[] {
  const fixedId = draft.id;
  const chat = chatOf(data, peer);
  if (peer.kind === 'channel') {
    if (chat === undefined || chat.kind === 'group') throw new Error(`unknown channel ${peer.id}`);
    return [{ owner: 0n, id: fixedId ?? chat.history.nextId }];
  }
  if (peer.kind === 'chat' && chat === undefined) throw new Error(`unknown group ${peer.id}`);
  const copies: MessageCopy[] = [];
  for (const account of data.accounts.values()) {
    const userId = account.userId;
    const has = chat === undefined ? userId === peer.id || userId === author : isMember(chat, userId);
    if (!has || draft.withheldFrom?.includes(userId) === true) continue;
    const fixed = fixedId !== undefined && userId === (owner ?? userId) ? fixedId : undefined;
    const id = fixed ?? account.nextMessageId;
    account.nextMessageId = Math.max(account.nextMessageId, id + 1);
    copies.push({ owner: userId, id });
  }
  return copies;
}

/** Puts one copy of a message where it belongs, and counts it. */
export function fileCopy(data: WorldData, message: WorldMessage, copy: MessageCopy, live: boolean): void {
  if (message.peer.kind === 'channel') {
    const channel = data.channels.get(message.peer.id);
    if (channel === undefined) throw new Error(`unknown channel ${message.peer.id}`);
    channel.history.add(copy.id, message);
    channel.threads.add(copy.id, message);
    noteDiscussion(data, channel, copy.id, message);
    noteTopic(channel, copy.id, message);
    channel.pts += 1;
    for (const account of data.accounts.values()) {
      if (isMember(channel, account.userId)) noteMessage(account, message.peer, copy.id, message, live);
    }
    return;
  }
  const account = data.accounts.get(copy.owner);
  if (account === undefined) throw new Error(`user ${copy.owner} has no account`);
  const peer = peerAs(message, copy.owner);
  const history = boxHistory(account, peer);
  history.add(copy.id, message);
  account.boxIndex.set(copy.id, history);
  account.pts += 1;
  noteMessage(account, peer, copy.id, message, live);
}

/** A post of the linked channel, forwarded here, opens the comments of that post (core.telegram.org/api/discussion). */
function noteDiscussion(data: WorldData, group: WorldChannel, id: number, message: WorldMessage): void {
  const saved = message.forward?.savedFrom;
  if (saved === undefined || group.kind !== 'supergroup' || saved.peer.id !== group.linkedChatId) return;
  data.channels.get(saved.peer.id)?.discussions.set(saved.id, id);
}

/** The history of a peer in an account's box, made when there is none yet. */
export function boxHistory(account: WorldAccount, peer: PeerRef): History {
  const key = peerKey(peer);
  const known = account.histories.get(key);
  if (known !== undefined) return known;
  const made = new History(peer, account.userId);
  account.histories.set(key, made);
  return made;
}
