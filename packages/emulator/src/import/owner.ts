import type { ExportedAccount, ExportedChat } from './export-shape.js';
import { ImportError } from './import-error.js';
import type { People, Seen } from './people.js';

/**
 * Whose export it is: as the file says, as `me` says, or as a private chat gives away (the writer who is not the other
 * end). Throws {@link ImportError} when that leaves it open, or when `me` contradicts the file.
 */
export function ownerOf(
  file: string,
  exported: ExportedAccount,
  people: People,
  me: string | undefined,
): bigint {
  const stated = statedOwner(exported);
  const chosen = me === undefined ? undefined : parseMe(me);
  if (chosen === undefined) return stated ?? betrayedOwner(exported, people) ?? refuse(file, people);
  if (stated !== undefined && stated !== chosen) {
    throw new ImportError(
      `${file} belongs to user ${stated}, not ${chosen}. Leave out --me, or pass --me ${stated}.`,
    );
  }
  const [only] = exported.chats?.list ?? [];
  if (exported.single && only?.type === 'personal_chat' && only.id === chosen) {
    throw new ImportError(
      `${file}: user ${chosen} is the other person in this chat. Pass --me with your own id. ${list(people)}`,
    );
  }
  return chosen;
}

function parseMe(me: string): bigint {
  const id = /^(?:user)?([1-9]\d{0,17})$/u.exec(me.trim())?.[1];
  if (id === undefined) throw new ImportError(`--me ${me}: a user id is a positive number, like 123456789.`);
  return BigInt(id);
}

function statedOwner(exported: ExportedAccount): bigint | undefined {
  const saved = exported.chats?.list.find((chat) => chat.type === 'saved_messages');
  return exported.personal_information?.user_id ?? saved?.id;
}

function betrayedOwner(exported: ExportedAccount, people: People): bigint | undefined {
  for (const chat of exported.chats?.list ?? []) {
    if (chat.type !== 'personal_chat' && chat.type !== 'bot_chat') continue;
    const other = otherWriter(chat, people);
    if (other !== undefined) return other;
  }
  return undefined;
}

function otherWriter(chat: ExportedChat, people: People): bigint | undefined {
  for (const message of chat.messages) {
    const sender = people.peer(message['from_id']);
    if (sender?.kind === 'user' && sender.id !== chat.id) return sender.id;
  }
  return undefined;
}

function refuse(file: string, people: People): never {
  throw new ImportError(`${file} does not say whose it is. Pass --me with your own user id. ${list(people)}`);
}

const LISTED = 20;

function list(people: People): string {
  const writers = people.writers();
  if (writers.length === 0) return 'Nobody wrote in it.';
  const more = writers.length > LISTED ? `, and ${writers.length - LISTED} more` : '';
  return `Who wrote in it: ${writers.slice(0, LISTED).map(shown).join(', ')}${more}.`;
}

function shown(seen: Seen): string {
  return `${seen.peer.id} (${seen.name ?? 'deleted account'})`;
}
