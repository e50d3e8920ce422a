import { chatOf, isMember } from '../data.js';
import type { WorldData } from '../data.js';
import { ensureDialog } from '../dialogs.js';
import type { History } from '../history.js';
import { boxHistory } from '../messages.js';
import type { PeerRef, WorldAccount, WorldChannel, WorldGroup } from '../model.js';
import type { GeneratedMessages } from './options.js';
import { GeneratedRun } from './run.js';
import type { RunStart } from './run.js';

/** One box that gets the run. */
interface Box extends RunStart {
  readonly history: History;
  readonly account?: WorldAccount;
}

/** Gives an empty chat a generated history; it counts as read. Throws when the chat is unknown or holds messages. */
export function addGenerated(data: WorldData, options: GeneratedMessages): void {
  const { peer, count, from, until } = options;
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`count ${count} is no number of messages`);
  if (until < from) throw new Error('generated messages end before they begin');
  const chat = chatOf(data, peer);
  const authors = options.authors ?? speakersOf(chat, options);
  if (authors.length === 0) throw new Error('nobody is there to speak: give authors, or add members first');
  const boxes = boxesOf(data, chat, options);
  if (boxes.some(({ history }) => history.size > 0)) {
    throw new Error('the chat holds messages already: add the generated ones first');
  }
  const run = new GeneratedRun(options, boxes, authors, chat?.kind === 'channel');
  data.files.addSource((id) => run.file(id));
  for (const box of boxes) {
    box.history.generate(run, box.firstId);
    const lastId = box.firstId + count - 1;
    if (box.account !== undefined) {
      box.account.nextMessageId = lastId + 1;
      box.account.boxIndex.cover(box.firstId, lastId, box.history);
      box.account.pts += count;
      noteRead(box.account, box.history.peer, lastId);
    }
    if (chat !== undefined && chat.kind !== 'group') {
      chat.pts += count;
      for (const account of data.accounts.values()) {
        if (isMember(chat, account.userId)) noteRead(account, peer, lastId);
      }
    }
  }
}

function noteRead(account: WorldAccount, peer: PeerRef, lastId: number): void {
  const dialog = ensureDialog(account, peer);
  dialog.readInboxMaxId = Math.max(dialog.readInboxMaxId, lastId);
  dialog.readOutboxMaxId = Math.max(dialog.readOutboxMaxId, lastId);
}

function speakersOf(chat: WorldGroup | WorldChannel | undefined, options: GeneratedMessages): bigint[] {
  if (chat !== undefined) {
    const members = [...chat.members.values()].filter(({ userId }) => isMember(chat, userId));
    const posters = members.filter(({ role }) => role === 'creator' || role === 'admin');
    return (chat.kind === 'channel' ? posters : members).map(({ userId }) => userId);
  }
  const { owner, peer } = options;
  return owner === undefined ? [] : [...new Set([owner, peer.id])];
}

function boxesOf(
  data: WorldData,
  chat: WorldGroup | WorldChannel | undefined,
  { peer, owner }: GeneratedMessages,
): Box[] {
  if (chat !== undefined && chat.kind !== 'group') {
    return [{ owner: 0n, firstId: chat.history.nextId, history: chat.history }];
  }
  if (peer.kind !== 'user' && chat === undefined) throw new Error(`unknown ${peer.kind} ${peer.id}`);
  if (chat === undefined && (owner === undefined || !data.accounts.has(owner))) {
    throw new Error('a private chat needs its owner, an account');
  }
  const boxes: Box[] = [];
  for (const account of data.accounts.values()) {
    const { userId } = account;
    if (chat === undefined ? userId !== owner && userId !== peer.id : !isMember(chat, userId)) continue;
    const other = chat !== undefined || userId === owner ? peer : { kind: 'user' as const, id: owner ?? 0n };
    boxes.push({
      owner: userId,
      firstId: account.nextMessageId,
      history: boxHistory(account, other),
      account,
    });
  }
  return boxes;
}
