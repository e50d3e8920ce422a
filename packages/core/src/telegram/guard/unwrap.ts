/**
 * Finds the request inside its wrappers. A wrapper is a method with a parameter of type `!X`: it can carry any other
 * method, so a list of names alone is passed by wrapping. Ids and layouts: the layer-198 schema, core.telegram.org/schema;
 * a test compares them with the installed one.
 */
import { TlBytes, Unreadable } from './tl-bytes.js';

const MESSAGE_RANGE = 0x0ae30253;
const CONTAINER = 0x73f1f8dc;
const DEEPEST = 16;

/** What stands between a wrapper's id and its query. */
const WRAPPERS: ReadonlyMap<number, { readonly name: string; readonly skip: (bytes: TlBytes) => void }> =
  new Map([
    [0xcb9f372d, { name: 'invokeAfterMsg', skip: (bytes) => bytes.long() }],
    [0x3dc4b4f0, { name: 'invokeAfterMsgs', skip: (bytes) => bytes.vector(() => bytes.long()) }],
    [0xc1cd5ea9, { name: 'initConnection', skip: skipInitConnection }],
    [0xda9b0d0d, { name: 'invokeWithLayer', skip: (bytes) => bytes.int() }],
    [0xbf9459b7, { name: 'invokeWithoutUpdates', skip: () => undefined }],
    [0x365275f2, { name: 'invokeWithMessagesRange', skip: skipRange }],
    [0xaca9fd2e, { name: 'invokeWithTakeout', skip: (bytes) => bytes.long() }],
    [0xdd289f8e, { name: 'invokeWithBusinessConnection', skip: (bytes) => bytes.string() }],
    [0x1df92984, { name: 'invokeWithGooglePlayIntegrity', skip: skipTwoStrings }],
    [0x0dae54f8, { name: 'invokeWithApnsSecret', skip: skipTwoStrings }],
    [0xadbb0f94, { name: 'invokeWithReCaptcha', skip: (bytes) => bytes.string() }],
  ]);

/** Names of the wrappers that are looked into. */
export const WRAPPER_NAMES: ReadonlySet<string> = new Set([...WRAPPERS.values()].map(({ name }) => name));

/** The innermost request: its constructor id and all its bytes, and the names of what was taken off, outermost first. */
export interface Innermost {
  readonly id: number;
  readonly bytes: Buffer;
  readonly wrappers: readonly string[];
}

/** Takes the wrappers off. Throws {@link Unreadable} for what does not parse. */
export function unwrap(bytes: Buffer): Innermost {
  let inner = bytes;
  const wrappers: string[] = [];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const reader = new TlBytes(inner);
    const id = reader.id();
    const wrapper = WRAPPERS.get(id);
    if (wrapper === undefined) return { id, bytes: inner, wrappers };
    wrappers.push(wrapper.name);
    wrapper.skip(reader);
    inner = reader.rest();
  }
  throw new Unreadable('wrappers without end');
}

/** The messages of a container, or the one message that is none. */
export function messagesOf(bytes: Buffer): Buffer[] {
  const reader = new TlBytes(bytes);
  if (reader.id() !== CONTAINER) return [bytes];
  const count = reader.int();
  const messages: Buffer[] = [];
  for (let read = 0; read < count; read += 1) {
    reader.long();
    reader.int();
    messages.push(reader.take(reader.int()));
  }
  if (reader.left > 0) throw new Unreadable('bytes after a container');
  return messages;
}

function skipTwoStrings(bytes: TlBytes): void {
  bytes.string();
  bytes.string();
}

function skipRange(bytes: TlBytes): void {
  if (bytes.id() !== MESSAGE_RANGE) throw new Unreadable('no message range');
  bytes.int();
  bytes.int();
}

function skipInitConnection(bytes: TlBytes): void {
  const flags = bytes.int();
  // What an unknown flag brings stands before the query, nobody here knows how long.
  if ((flags & ~3) !== 0) throw new Unreadable('an unknown flag');
  bytes.int();
  for (let field = 0; field < 6; field += 1) bytes.string();
  if ((flags & 1) !== 0) skipProxy(bytes);
  if ((flags & 2) !== 0) skipJson(bytes, 0);
}

function skipProxy(bytes: TlBytes): void {
  if (bytes.id() !== 0x75588b3f) throw new Unreadable('no client proxy');
  bytes.string();
  bytes.int();
}

function skipJson(bytes: TlBytes, depth: number): void {
  if (depth > DEEPEST) throw new Unreadable('JSON without end');
  const id = bytes.id();
  const skip = JSON_VALUES.get(id);
  if (skip === undefined) throw new Unreadable('no JSON value');
  skip(bytes, depth + 1);
}

const JSON_VALUES: ReadonlyMap<number, (bytes: TlBytes, depth: number) => void> = new Map([
  [0x3f6d7b68, () => undefined],
  [0xc7345e6a, (bytes: TlBytes) => void bytes.id()],
  [0x2be0dfa4, (bytes: TlBytes) => bytes.long()],
  [0xb71e767a, (bytes: TlBytes) => bytes.string()],
  [0xf7444763, (bytes: TlBytes, depth: number) => bytes.vector(() => skipJson(bytes, depth))],
  [0x99c1d49d, (bytes: TlBytes, depth: number) => bytes.vector(() => skipJsonMember(bytes, depth))],
]);

function skipJsonMember(bytes: TlBytes, depth: number): void {
  if (bytes.id() !== 0xc0de1bd9) throw new Unreadable('no JSON member');
  bytes.string();
  skipJson(bytes, depth);
}
