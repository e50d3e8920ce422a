import { peerOf } from '../world/data.js';
import type { PeerRef, WorldChannel, WorldChat, WorldGroup } from '../world/model.js';
import type { World } from '../world/world.js';
import { draftOf, pinnedBy } from './draft.js';
import type { DraftContext } from './draft.js';
import type { ExportedChat, ExportedMessage } from './export-shape.js';
import type { ExportedFiles } from './exported-file.js';
import { secondsIn, stringIn } from './fields.js';
import { ImportError } from './import-error.js';
import type { People } from './people.js';

/** Telegram Desktop exports what was said before a group became a supergroup under ids lowered by this much. */
const MIGRATED_SHIFT = -1_000_000_000;

/** What all chats of one import share. */
export interface Import {
  readonly file: string;
  readonly world: World;
  readonly owner: bigint;
  readonly people: People;
  readonly files: ExportedFiles;
  /** The chat, channel or person of that shown name. */
  readonly chatNamed: (name: string) => PeerRef | undefined;
}

/** Adds one exported chat with its messages. `left` is a chat the owner left. */
export function loadChat(into: Import, chat: ExportedChat, left: boolean): void {
  const messages = inOrder(into, chat);
  const firstOwn = messages.findIndex((entry) => entry.id > 0);
  const own = firstOwn === -1 ? [] : messages.slice(firstOwn);
  const before = firstOwn === -1 ? messages : messages.slice(0, firstOwn);
  const place = placeOf(into, chat, own, left);
  let formerGroup: bigint | undefined;
  if (before.length > 0 && place.chat !== undefined && place.chat.kind !== 'group') {
    const old = oldGroup(into, place.chat, before);
    formerGroup = old.id;
    load(into, before, {
      peer: peerOf(old),
      broadcast: false,
      shift: MIGRATED_SHIFT,
      successor: place.chat.id,
    });
  }
  load(into, own, { peer: place.peer, broadcast: place.chat?.kind === 'channel', shift: 0, formerGroup });
  if (left && place.chat !== undefined) into.world.addMember(place.chat, into.owner, { role: 'left' });
}

interface Entry {
  readonly id: number;
  readonly message: ExportedMessage;
}

function inOrder(into: Import, chat: ExportedChat): Entry[] {
  const entries = chat.messages.map((message: unknown, index): Entry => {
    const fields = typeof message === 'object' && message !== null ? (message as ExportedMessage) : undefined;
    const id = fields?.['id'];
    if (fields === undefined || typeof id !== 'number' || !Number.isSafeInteger(id)) {
      const name = chat.name ?? chat.type;
      throw new ImportError(
        `${into.file}: message ${index + 1} of the chat "${name}" has no id, so this is no Telegram Desktop export. Export again.`,
      );
    }
    return { id, message: fields };
  });
  return entries
    .toSorted((a, b) => a.id - b.id)
    .filter((entry, index, sorted) => entry.id !== 0 && entry.id !== sorted[index - 1]?.id);
}

/** The peer an exported chat becomes, and the chat made for it; a chat with one person needs none. */
function placeOf(
  into: Import,
  exported: ExportedChat,
  own: readonly Entry[],
  left: boolean,
): { peer: PeerRef; chat?: WorldChat } {
  if (exported.type === 'saved_messages') return { peer: { kind: 'user', id: into.owner } };
  const chat = chatFor(into.world, exported, secondsIn(own[0]?.message ?? {}, 'date') ?? 1);
  if (chat === undefined) return { peer: { kind: 'user', id: exported.id } };
  if (chat.kind !== 'channel') join(into, chat, own);
  else if (!left) into.world.addMember(chat, into.owner);
  return { peer: peerOf(chat), chat };
}

function chatFor(world: World, exported: ExportedChat, date: number): WorldChat | undefined {
  const { id, type } = exported;
  const options = { id, date, title: exported.name ?? `Chat ${id}` };
  if (type === 'private_group') return world.groups.get(id) ?? world.addBasicGroup(options);
  if (type.endsWith('_supergroup')) {
    const forum = exported.messages.some((message) => message['action'] === 'topic_created');
    return world.channels.get(id) ?? world.addSupergroup({ ...options, forum });
  }
  if (type.endsWith('_channel')) return world.channels.get(id) ?? world.addChannel(options);
  return undefined;
}

/** Whoever wrote belongs to the chat, and the owner does; whoever created it, when that is told, is the creator. */
function join(into: Import, chat: WorldChat, entries: readonly Entry[]): void {
  const { world, people, owner } = into;
  const creator = entries.find(({ message }) =>
    ['create_group', 'create_channel'].includes(stringIn(message, 'action') ?? ''),
  );
  const creatorId = creator === undefined ? undefined : people.sender(creator.message)?.id;
  const add = (userId: bigint): void => {
    if (chat.members.has(userId) || !world.users.has(userId)) return;
    world.addMember(chat, userId, { role: userId === creatorId ? 'creator' : 'member' });
  };
  add(owner);
  for (const { message } of entries) {
    const sender = people.sender(message);
    if (sender?.kind === 'user') add(sender.id);
  }
}

function oldGroup(into: Import, successor: WorldChannel, entries: readonly Entry[]): WorldGroup {
  const { title } = successor;
  const date = secondsIn(entries[0]?.message ?? {}, 'date') ?? successor.date;
  const group = into.world.addBasicGroup({ title, date });
  group.deactivated = true;
  group.migratedTo = successor.id;
  join(into, group, entries);
  return group;
}

function load(
  into: Import,
  entries: readonly Entry[],
  place: Pick<DraftContext, 'peer' | 'broadcast' | 'shift' | 'formerGroup' | 'successor'>,
): void {
  const { world, owner, people, files } = into;
  const pinned = new Set(entries.flatMap(({ message }) => pinnedBy(message) ?? []));
  const { chatNamed } = into;
  const context: DraftContext = { ...place, owner, people, files, pinned, chatNamed, lastDate: 1 };
  const known = world.history(owner, place.peer);
  for (const { id, message } of entries) {
    const ownId = id - place.shift;
    if (known?.get(ownId) !== undefined) continue;
    context.lastDate = world.addMessage(draftOf(message, ownId, context)).date;
  }
}
