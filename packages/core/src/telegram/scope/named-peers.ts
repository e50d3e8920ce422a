/** Whom a request names, so that it can be held back before it leaves. */
import type { Api } from 'telegram';
import { markedId } from '../peers/ids.js';

/** A user or chat in a request; `person` for somebody within a chat, whose own chat is not asked for. */
export interface NamedPeer {
  readonly id: string;
  readonly person: boolean;
}

/** Stands for the account itself, whose id a request need not carry. */
export const SELF = 'self';

/** Arguments that name somebody in a chat: who wrote, who takes part, who administers. */
const PERSONS: Readonly<Record<string, readonly string[]>> = {
  'messages.Search': ['fromId'],
  'channels.GetParticipant': ['participant'],
  'channels.GetAdminLog': ['admins'],
};

/** Fields of the library that repeat what the others say. */
const COPIES = new Set(['originalArgs', 'className', 'classType']);

/** Every user and chat that a request names, in whatever place. */
export function namedPeers(request: Api.AnyRequest): NamedPeer[] {
  // A wrapper names nobody; what counts is the request inside, whose fields mean what they mean there.
  if ('query' in request && isTl(request.query))
    return namedPeers(request.query as unknown as Api.AnyRequest);
  const found: NamedPeer[] = [];
  const persons = PERSONS[request.className] ?? [];
  // Basic groups by their bare ids, which need no access hash.
  if (request.className === 'messages.GetChats' && 'id' in request && Array.isArray(request.id)) {
    for (const id of request.id) found.push({ id: `-${String(id)}`, person: false });
  }
  for (const [field, value] of Object.entries(request)) {
    if (field === 'chatId' && isLong(value)) found.push({ id: `-${String(value)}`, person: false });
    else if (!COPIES.has(field)) collect(value, persons.includes(field), found);
  }
  return found;
}

function collect(value: unknown, person: boolean, into: NamedPeer[]): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, person, into);
    return;
  }
  if (!isTl(value)) return;
  if (/^Input(Peer|User)Self$/.test(value.className)) into.push({ id: SELF, person });
  for (const [field, inner] of Object.entries(value)) {
    const type = ID_FIELDS[field];
    if (type !== undefined && isLong(inner)) {
      into.push({ id: markedId({ type, id: BigInt(String(inner)) }), person });
    } else if (!COPIES.has(field)) collect(inner, person, into);
  }
}

const ID_FIELDS: Readonly<Record<string, 'user' | 'chat' | 'channel'>> = {
  userId: 'user',
  chatId: 'chat',
  channelId: 'channel',
};

/** An object of the library's schema. */
export function isTl(value: unknown): value is { readonly className: string } & Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'className' in value;
}

/** A 64-bit number as the library has it. */
export function isLong(value: unknown): value is bigint | { toJSNumber(): number; toString(): string } {
  return typeof value === 'bigint' || (typeof value === 'object' && value !== null && 'toJSNumber' in value);
}
