/**
 * A request that writes, made from plain JSON. Whom it names is known before anything is looked up, so that each can be
 * admitted first; what could name somebody unseen, spend money or hand in bytes cannot be given at all.
 */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { namedPeers, SELF } from '../scope/named-peers.js';
import type { Telegram } from '../telegram.js';
import { build, formNamed, MOST_PROBLEMS, PEER_TYPES, type Building, type Writing } from './build-request.js';
import { fit, type Fitted } from './fit.js';
import { met } from './invoke-read.js';
import type { TlField } from './library-schema.js';
import { methodNamed } from './method-name.js';
import { shown } from './show-answer.js';
import { tlSchema, type TlDefinition } from './tl-schema.js';

/** A method by its name in the schema, and its arguments by the names of its fields. */
export interface RawWrite {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The name of a method as the schema spells it, or the nearest one. */
export function rawMethod(written: string): ReturnType<typeof methodNamed> {
  return methodNamed(written, tlSchema().methods.keys());
}

/** Whether a method takes a `random_id`, by which Telegram knows a repeat. */
export function takesRandomId(method: string): boolean {
  const fields = tlSchema().methods.get(method)?.fields ?? [];
  return fields.some(({ name, isList }) => name === 'random_id' && !isList);
}

/** Everybody whom the arguments name, as they are named there, each once; none where there is no such method. */
export function peersInParams({ method, params }: RawWrite): string[] {
  const found = new Set<string>();
  mapPeers(tlSchema().methods.get(method), params, (name) => {
    found.add(name);
    return name;
  });
  return [...found];
}

/** The arguments with everybody under a name of the caller's choice. */
export function renamePeers(
  { method, params }: RawWrite,
  rename: (name: string) => string,
): Readonly<Record<string, unknown>> {
  return mapPeers(tlSchema().methods.get(method), params, rename);
}

/**
 * Builds the request. `admitted`: the canonical ids that it may name; the account itself under its own. Refused with
 * INPUT_INVALID, or as the look-up of a peer was.
 */
export async function buildRawWrite(
  peers: Building['peers'],
  { method, params }: RawWrite,
  with_: { readonly randomId: bigint; readonly accountId: string; readonly admitted: ReadonlySet<string> },
): Promise<Outcome<Api.AnyRequest>> {
  const definition = tlSchema().methods.get(method);
  if (definition === undefined) return invalid([`method: no method of Telegram's API`]);
  const writing: Writing = {
    randomId: with_.randomId,
    barsField,
    barsForm,
  };
  const building: Building = { peers, options: {}, problems: [], writing };
  const request = (await build(definition, params, building)) as Api.AnyRequest;
  if (building.problems.length > 0) return invalid(building.problems.slice(0, MOST_PROBLEMS));
  if (building.refused !== undefined) return building.refused;
  // What leaves decides, not what was read of the arguments.
  const named = namedPeers(request).map(({ id }) => (id === SELF ? with_.accountId : id));
  return named.every((id) => with_.admitted.has(id))
    ? done(request)
    : invalid(['params: name somebody in a way that cannot be checked']);
}

/** What Telegram answered, as JSON of at most so many bytes; whoever is told of in it is kept, so that ids are taken. */
export async function rawAnswer(telegram: Telegram, answer: unknown, maxBytes: number): Promise<Fitted> {
  await met(telegram, answer);
  return fit(shown(answer, { scope: telegram.scope, phones: false }), maxBytes);
}

/** 64-bit numbers that name nobody and cost nothing; any other one might be somebody's id. */
const HARMLESS_LONGS = new Set([
  'hash',
  'chat_id',
  'effect',
  'document_id',
  'icon_emoji_id',
  'background_emoji_id',
]);
const COSTS = /paid|stars|price|premium|password/;
const BARRED_FORMS =
  /invoice|paid|stars|payment|purchase|gift|giveaway|credentials|secure|passport|password|business|encrypted|urlauth|webview|datajson|quickreply|inputfile|uploaded|frommessage/i;

/**
 * Media that are complete in the request itself. Others stand for a file or page elsewhere, which somebody could exchange
 * between the yes and the sending. Source: core.telegram.org/type/InputMedia.
 */
const WHOLE_MEDIA = new Set([
  'inputMediaContact',
  'inputMediaDice',
  'inputMediaGeoLive',
  'inputMediaGeoPoint',
  'inputMediaPoll',
  'inputMediaTodo',
  'inputMediaVenue',
]);

function barsForm(name: string): boolean {
  return BARRED_FORMS.test(name) || (name.startsWith('inputMedia') && !WHOLE_MEDIA.has(name));
}

function barsField(owner: string, { name, type }: TlField): string | undefined {
  if (name === 'random_id') return 'is filled in by the server';
  const isHarmless = type !== 'long' || HARMLESS_LONGS.has(name) || (owner === 'poll' && name === 'id');
  return isHarmless && !COSTS.test(name) ? undefined : 'cannot be given here';
}

const DEEPEST = 8;

function mapPeers(
  definition: TlDefinition | undefined,
  given: Readonly<Record<string, unknown>>,
  rename: (name: string) => string,
  depth = 0,
): Readonly<Record<string, unknown>> {
  if (definition === undefined || depth > DEEPEST) return given;
  const one = (field: TlField, value: unknown): unknown => {
    const name = nameOf(field, value);
    if (name !== undefined) return rename(name);
    const isForm = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isForm) return value;
    const { found, given: fields } = formNamed(field.type, value);
    return mapPeers(found, fields, rename, depth + 1);
  };
  const mapped: Record<string, unknown> = { ...given };
  for (const field of definition.fields) {
    const value = given[field.name];
    if (value === undefined) continue;
    mapped[field.name] =
      field.isList && Array.isArray(value) ? value.map((item) => one(field, item)) : one(field, value);
  }
  return mapped;
}

/** What a value names somebody by; undefined where it names nobody. A basic group may stand by its bare number. */
function nameOf({ name, type }: TlField, value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text === '') return undefined;
  if (PEER_TYPES.has(type)) return text;
  if (type !== 'long' || name !== 'chat_id') return undefined;
  return /^\d+$/.test(text) ? `-${text}` : text;
}

function invalid(problems: readonly string[]): Outcome<never> {
  return refuse('INPUT_INVALID', { data: { problems } });
}
