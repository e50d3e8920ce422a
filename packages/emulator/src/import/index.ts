/*
 * Telegram Desktop's machine-readable export (result.json), of one chat or of a whole account, as a world: its owner can
 * log in and read what was exported. Nothing is sent anywhere; files are read from the export's own folder only.
 */
import { randomInt } from 'node:crypto';
import type { PeerRef } from '../world/model.js';
import { createWorld } from '../world/world.js';
import type { World } from '../world/world.js';
import { checkShape } from './export-shape.js';
import type { ExportedAccount, ExportedChat } from './export-shape.js';
import { addContacts, addPictures } from './belongings.js';
import { ExportedFiles } from './exported-file.js';
import { loadChat } from './load-chat.js';
import { ownerOf } from './owner.js';
import { People } from './people.js';
import { readExport } from './read-export.js';

export { ImportError } from './import-error.js';
export { NOT_CARRIED } from './not-carried.js';
export type { NotCarried } from './not-carried.js';

/** Whose export it is where the file does not say, and how that account logs in. */
export interface ImportOptions {
  /** The owner's user id, "123" or "user123". */
  readonly me?: string;
  /** Made up by default: the export's own phone number is not used. */
  readonly phone?: string;
  /** The login code; absent, a random one, as the history is somebody's own and the machine may have other users. */
  readonly code?: string;
  readonly password?: string;
}

/** The phone number an imported account logs in with. */
export const IMPORTED_PHONE = '+10000000001';

/** A login code that nobody can know: six random digits. */
export function randomCode(): string {
  return `${randomInt(100_000, 1_000_000)}`;
}

/** Loads an export file. Throws an ImportError that names the file and the way out. */
export function importTelegramExport(file: string, options: ImportOptions = {}): World {
  return worldOf(file, readExport(file), options, file);
}

/** Loads an export that is parsed already; `name` is what errors call it. No content of files is looked for. */
export function importParsedExport(json: unknown, options: ImportOptions = {}, name = 'the export'): World {
  return worldOf(name, json, options, undefined);
}

function worldOf(name: string, json: unknown, options: ImportOptions, file: string | undefined): World {
  const exported = checkShape(name, json);
  const chats = exported.chats?.list ?? [];
  const left = exported.left_chats?.list ?? [];
  const people = new People();
  for (const chat of [...chats, ...left]) people.collect(chat);
  const owner = ownerOf(name, exported, people, options.me);

  const world = createWorld({ seed: 'import' });
  addContactsAsPeople(exported, people);
  people.settle();
  addPeople(world, exported, people);
  addBots(world, people);
  addOwner(world, exported, people, owner, options);
  addContacts(world, exported, owner);
  const files = new ExportedFiles(file, (photo) => world.files.set(photo.id, photo));
  addPictures(world, exported, owner, files);
  const places = new Map<string, PeerRef>();
  for (const { peer, name: shown } of people.all()) if (shown !== undefined) places.set(shown, peer);
  for (const chat of [...chats, ...left]) if (chat.name) places.set(chat.name, peerOfChat(chat));
  const chatNamed = (shown: string): PeerRef | undefined => places.get(shown);
  const into = { file: name, world, owner, people, files, chatNamed };
  for (const chat of chats) loadChat(into, chat, false);
  for (const chat of left) loadChat(into, chat, true);
  return world;
}

function peerOfChat({ id, type }: ExportedChat): PeerRef {
  if (type === 'private_group') return { kind: 'chat', id };
  return /_(?:supergroup|channel)$/u.test(type) ? { kind: 'channel', id } : { kind: 'user', id };
}

const PRIVATE = new Set(['personal_chat', 'bot_chat', 'replies', 'verification_codes']);

function addContactsAsPeople(exported: ExportedAccount, people: People): void {
  for (const contact of exported.contacts?.list ?? []) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
    if (contact.user_id) people.add({ kind: 'user', id: contact.user_id }, name === '' ? undefined : name);
  }
  for (const chat of exported.chats?.list ?? []) {
    if (PRIVATE.has(chat.type)) people.add({ kind: 'user', id: chat.id }, chat.name ?? undefined);
  }
}

function addPeople(world: World, exported: ExportedAccount, people: People): void {
  const chats = [...(exported.chats?.list ?? []), ...(exported.left_chats?.list ?? [])];
  const chatIds = new Set(chats.map((chat) => chat.id));
  const bots = new Set(chats.filter((chat) => chat.type === 'bot_chat').map((chat) => chat.id));
  const contacts = new Map((exported.contacts?.list ?? []).map((contact) => [contact.user_id, contact]));
  for (const { peer, name } of people.all()) {
    if (peer.kind === 'channel' && !chatIds.has(peer.id)) {
      world.addChannel({ id: peer.id, title: name ?? `Channel ${peer.id}` });
    }
    if (peer.kind !== 'user') continue;
    const contact = contacts.get(peer.id);
    const phone = contact?.phone_number;
    world.addUser({
      id: peer.id,
      firstName: contact?.first_name ?? name ?? 'Deleted Account',
      ...(contact?.last_name && { lastName: contact.last_name }),
      ...(phone && /\d/u.test(phone) && { phone }),
      bot: bots.has(peer.id),
      deleted: name === undefined,
    });
  }
}

function addBots(world: World, people: People): void {
  for (const [username, id] of people.bots()) {
    if (!world.usernames.has(username)) world.addUser({ id, firstName: username, username, bot: true });
  }
}

function addOwner(
  world: World,
  exported: ExportedAccount,
  people: People,
  owner: bigint,
  options: ImportOptions,
): void {
  const person = exported.personal_information;
  const seen = [...people.all()].find((one) => one.peer.kind === 'user' && one.peer.id === owner);
  const user = world.users.get(owner) ?? world.addUser({ id: owner });
  user.deleted = false;
  user.firstName = person?.first_name ?? seen?.name ?? 'Me';
  if (person?.last_name) user.lastName = person.last_name;
  if (person?.bio) user.about = person.bio;
  const username = person?.username?.replace(/^@/u, '');
  if (username) world.setUsername({ kind: 'user', id: owner }, username);
  world.addAccount({
    id: owner,
    phone: options.phone ?? IMPORTED_PHONE,
    code: options.code ?? randomCode(),
    ...(options.password !== undefined && { password: options.password }),
  });
}
