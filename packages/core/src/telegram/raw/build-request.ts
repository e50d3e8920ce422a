/** Makes a request from plain JSON, checked field by field against the schema. */
import type { Api } from 'telegram';
import type { Refused } from '../../errors/outcome.js';
import { telegram } from '../library.js';
import { parseMarkedId } from '../peers/ids.js';
import type { Peers, ResolvedPeer, ResolveOptions } from '../peers/peers.js';
import { inputChannelOf, inputUserOf } from '../reader/input-peers.js';
import type { TlField } from './library-schema.js';
import { tlSchema, type TlDefinition } from './tl-schema.js';

/** What a request is made with. */
export interface Building {
  readonly peers: Pick<Peers, 'resolve'>;
  readonly options: ResolveOptions;
  /** What is wrong, each by the path of its field; filled while building. */
  readonly problems: string[];
  /** The refusal of a peer that was named; filled while building. */
  refused?: Refused;
  /** What else holds for a request that writes. */
  readonly writing?: Writing;
}

/** What holds for a request that writes, besides the schema. */
export interface Writing {
  /** Put in where the method has a `random_id`, which no caller gives. */
  readonly randomId: bigint;
  /** Why a field cannot be given; undefined when it can. */
  readonly barsField: (owner: string, field: TlField) => string | undefined;
  readonly barsForm: (name: string) => boolean;
}

const DEEPEST = 6;
/** The most of one list: no method answers for more, and each chat that is named may cost a look-up. */
const MOST_ITEMS = 1000;
const MOST_PEERS = 100;
/** Nobody reads more problems than these. */
export const MOST_PROBLEMS = 20;

/** Fills a method or type; with problems noted, what comes back is not to be used. */
export async function build(
  definition: TlDefinition,
  given: Readonly<Record<string, unknown>>,
  into: Building,
  at = '',
): Promise<object> {
  const values: Record<string, unknown> = {};
  const known = new Set(definition.fields.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (name !== '_' && !known.has(name)) {
      const all = [...known].join(', ');
      into.problems.push(`${at}${name}: unknown; ${definition.name} takes ${all === '' ? 'nothing' : all}`);
    }
  }
  for (const field of definition.fields) {
    const path = `${at}${field.name}`;
    const bar = given[field.name] === undefined ? undefined : into.writing?.barsField(definition.name, field);
    if (bar !== undefined) {
      into.problems.push(`${path}: ${bar}`);
      continue;
    }
    const value = given[field.name] ?? fallback(field, at === '' ? into.writing : undefined);
    if (value !== undefined) values[field.property] = await fill(field, value, into, path);
    else if (!field.isOptional) into.problems.push(`${path}: missing; ${wanted(field)}`);
  }
  // The library goes wrong over a value of a wrong kind, and nothing is sent then anyhow.
  return into.problems.length > 0 || into.refused !== undefined ? {} : definition.make(values);
}

/** A hash says what the caller has already, which is nothing; a `random_id` is the server's. */
function fallback({ name, isOptional, isList }: TlField, writing: Writing | undefined): string | undefined {
  if (writing !== undefined && name === 'random_id' && !isList) return String(writing.randomId);
  return name === 'hash' && !isOptional ? '0' : undefined;
}

async function fill(field: TlField, value: unknown, into: Building, at: string): Promise<unknown> {
  if (!field.isList) return fillOne(field, value, into, at);
  if (!Array.isArray(value)) return wrong(into, at, `must be a list of ${field.type}`);
  const items: unknown[] = [];
  const most = PEER_TYPES.has(field.type) ? MOST_PEERS : MOST_ITEMS;
  if (value.length > most) return wrong(into, at, `at most ${most}`);
  for (const [index, item] of value.entries()) {
    // One refusal decides: nobody else is looked up for a request that will not leave.
    if (into.refused !== undefined || into.problems.length >= MOST_PROBLEMS) break;
    items.push(await fillOne(field, item, into, `${at}.${index}`));
  }
  return items;
}

async function fillOne(field: TlField, value: unknown, into: Building, at: string): Promise<unknown> {
  const { type } = field;
  const simple = SIMPLE[type];
  if (simple !== undefined) {
    // A basic group stands by its number where a method takes no other kind of chat.
    const plain = type === 'long' && typeof value === 'string' ? basicGroup(value) : value;
    return simple.read(plain) ?? wrong(into, at, wanted(field));
  }
  if (PEER_TYPES.has(type)) return peer(type, value, into, at);
  if (HELD_BACK.test(type)) return wrong(into, at, 'cannot be given here');
  return form(type, value, into, at);
}

interface Simple {
  readonly says: string;
  readonly read: (value: unknown) => unknown;
}

const SIMPLE: Readonly<Record<string, Simple>> = {
  int: { says: 'a whole number of 32 bits', read: (value) => (isInt(value) ? value : undefined) },
  long: { says: 'a whole number of 64 bits, as a string of digits', read: readLong },
  double: { says: 'a number', read: readDouble },
  string: { says: 'a text', read: (value) => (typeof value === 'string' ? value : undefined) },
  bytes: { says: 'bytes as base64', read: readBytes },
  Bool: { says: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  true: { says: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
};

/** Types by which a request names a user or chat. */
export const PEER_TYPES = new Set(['InputPeer', 'InputUser', 'InputChannel']);
/** What carries access hashes or file references, which are nobody's business, or a password. */
const HELD_BACK = /^(InputFileLocation|InputDocument|InputPhoto|InputCheckPasswordSRP|InputEncryptedChat)$/;

function isInt(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) <= 0x7fff_ffff;
}

function readLong(value: unknown): unknown {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?[0-9]{1,19}$/.test(text)) return undefined;
  const number = BigInt(text);
  return BigInt.asIntN(64, number) === number ? telegram().helpers.returnBigInt(number) : undefined;
}

function readDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,17}(?:\.\d{1,17})?$/.test(value) ? Number(value) : undefined;
}

function basicGroup(value: string): string {
  const named = parseMarkedId(value);
  return named?.type === 'chat' ? String(named.id) : value;
}

function readBytes(value: unknown): Buffer | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0
    ? Buffer.from(value, 'base64')
    : undefined;
}

async function peer(type: string, value: unknown, into: Building, at: string): Promise<unknown> {
  const { Api } = telegram();
  // Nobody is the beginning of a list; as the chat of a search it would mean every chat.
  if (value === '' && at === 'offset_peer') return new Api.InputPeerEmpty();
  const name = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof name !== 'string' || name === '') {
    return wrong(into, at, 'must be an id as tools print them, an @name, a link or "me"');
  }
  if (into.refused !== undefined || into.problems.length > 0) return undefined;
  const found = await into.peers.resolve(name, into.options);
  if (!found.ok) {
    into.refused = found;
    return undefined;
  }
  return (
    formOf(type, found.value) ??
    wrong(into, at, `must be ${type === 'InputUser' ? 'a user or bot' : 'a channel or supergroup'}`)
  );
}

function formOf(type: string, { inputPeer }: ResolvedPeer): Api.TypeInputPeer | object | undefined {
  if (type === 'InputPeer') return inputPeer;
  return type === 'InputUser' ? inputUserOf(inputPeer) : inputChannelOf(inputPeer);
}

/** A form of a type: its name where it has no fields, or an object that names it in `_`. */
async function form(type: string, value: unknown, into: Building, at: string): Promise<unknown> {
  const forms = formsOf(type);
  const { found, given } = formNamed(type, value);
  if (found === undefined) {
    const names = forms.map(({ name }) => name).join(', ');
    return wrong(into, at, `must be an object whose _ is one of: ${names.slice(0, 600)}`);
  }
  if (at.split('.').length > DEEPEST) return wrong(into, at, 'is nested too deeply');
  const holdsAccess = found.fields.some(({ name }) => name === 'access_hash' || name === 'file_reference');
  if (holdsAccess || into.writing?.barsForm(found.name) === true) {
    return wrong(into, at, `${found.name} cannot be given here`);
  }
  return build(found, given, into, `${at}.`);
}

/** The form that a value names in `_`, by its name alone, or by a number for a message; with its fields. */
export function formNamed(
  type: string,
  value: unknown,
): { readonly found: TlDefinition | undefined; readonly given: Readonly<Record<string, unknown>> } {
  const given =
    typeof value === 'string'
      ? { _: value }
      : isMessageId(type, value)
        ? { _: 'inputMessageID', id: value }
        : typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)
          : {};
  const { _: named } = given;
  const isNamed = ({ name }: TlDefinition): boolean =>
    typeof named === 'string' && name.toLowerCase() === named.toLowerCase();
  return { found: formsOf(type).find(isNamed), given };
}

function formsOf(type: string): TlDefinition[] {
  return [...tlSchema().forms.values()].filter((one) => one.type === type);
}

/** A message by its number, which is how they are nearly always named. */
function isMessageId(type: string, value: unknown): boolean {
  return type === 'InputMessage' && isInt(value);
}

function wanted({ type, isList }: TlField): string {
  const one = SIMPLE[type]?.says ?? (PEER_TYPES.has(type) ? 'a chat or user' : `a ${type}`);
  return isList ? `must be a list, each ${one}` : `must be ${one}`;
}

function wrong(into: Building, at: string, what: string): undefined {
  into.problems.push(`${at}: ${what}`);
  return undefined;
}
