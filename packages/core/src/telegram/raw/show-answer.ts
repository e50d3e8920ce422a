/** An answer of Telegram as plain JSON, by the names of the schema, without what opens or identifies anything. */
import { markedId } from '../peers/ids.js';
import type { ChatScope } from '../scope/chat-scope.js';
import { isLong, isTl } from '../scope/named-peers.js';
import type { TlField } from './library-schema.js';
import { tlSchema } from './tl-schema.js';

/** How an answer is shown. */
export interface Showing {
  readonly scope: Pick<ChatScope, 'isOpen' | 'mayBeNamed'>;
  /** Whether phone numbers are shown. */
  readonly phones: boolean;
}

const NEVER = new Set(['access_hash', 'file_reference', 'phone_code_hash']);
const PHONES = new Set(['phone', 'phone_number', 'vcard']);
const ID_FIELDS: Readonly<Record<string, 'user' | 'chat' | 'channel'>> = {
  user_id: 'user',
  chat_id: 'chat',
  channel_id: 'channel',
  linked_chat_id: 'channel',
  personal_channel_id: 'channel',
  migrated_from_chat_id: 'chat',
};

/** The value as JSON: 64-bit numbers as strings, bytes as base64, peers by their canonical ids, and nothing for what is absent. */
export function shown(value: unknown, how: Showing): unknown {
  if (Array.isArray(value))
    return value
      .filter((one) => !isOutOfScope(one, how))
      .map((one) => shown(one, how))
      .filter((one) => one !== undefined);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isTl(value)) return shownObject(value, how);
  return isLong(value) ? value.toString() : value;
}

function shownObject(value: Record<string, unknown> & { className: string }, how: Showing): unknown {
  const peer = peerId(value);
  if (peer !== undefined) return named(peer, how);
  const definition = tlSchema().byNumber.get(Number(value['CONSTRUCTOR_ID']) >>> 0);
  if (definition === undefined) return value.className;
  const fields: Record<string, unknown> = { _: definition.name };
  for (const field of definition.fields) {
    const inner = value[field.property];
    if (isAbsent(inner) || NEVER.has(field.name) || (!how.phones && PHONES.has(field.name))) continue;
    const id = idOf(value.className, field, inner);
    const shownInner = id === undefined ? shown(inner, how) : named(id, how);
    if (shownInner !== undefined) fields[field.name] = shownInner;
  }
  return fields;
}

// The library has null for what is absent, and false for a flag that is not set.
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === false;

/** An id as every tool takes it. */
function idOf(owner: string, { name, type, isList }: TlField, value: unknown): string | undefined {
  if (type !== 'long' || isList) return undefined;
  const kind = name === 'id' ? OWN_IDS[owner] : ID_FIELDS[name];
  return kind === undefined ? undefined : markedId({ type: kind, id: BigInt(String(value)) });
}

/** A chat that the operator blocked is not told of, wherever somebody speaks of it; people are part of what they say. */
function named(id: string, { scope }: Showing): string | undefined {
  return id.startsWith('-') && !scope.mayBeNamed(id) ? undefined : id;
}

const OWN_IDS: Readonly<Record<string, 'user' | 'chat' | 'channel'>> = {
  User: 'user',
  UserFull: 'user',
  Chat: 'chat',
  ChatForbidden: 'chat',
  ChatFull: 'chat',
  Channel: 'channel',
  ChannelForbidden: 'channel',
  ChannelFull: 'channel',
};

function peerId(value: Record<string, unknown> & { className: string }): string | undefined {
  const [, type] = /^(?:Input)?Peer(User|Chat|Channel)$/.exec(value.className) ?? [];
  if (type === undefined) return undefined;
  const kind = type.toLowerCase() as 'user' | 'chat' | 'channel';
  return markedId({ type: kind, id: BigInt(String(value[`${kind}Id`])) });
}

/** What was emptied because its chat is out of scope is not shown at all. */
function isOutOfScope(value: unknown, { scope }: Showing): boolean {
  if (!isTl(value)) return false;
  if (value.className === 'ChatEmpty') return true;
  const peer =
    value.className === 'Dialog'
      ? value['peer']
      : value.className === 'MessageService'
        ? value['peerId']
        : undefined;
  const id = isTl(peer) ? peerId(peer) : undefined;
  return id !== undefined && !scope.isOpen(id);
}
