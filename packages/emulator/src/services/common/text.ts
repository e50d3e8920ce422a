import type { TlObject } from '../../tl/value.js';
import { numberOf, objectOf, objectsOf, textOf } from './fields.js';
import { inputUser } from './peers.js';
import { badRequest } from './viewer.js';
import type { Viewer } from './viewer.js';

/** A text as it is stored: trimmed, with its entities and the users it mentions. */
export interface Composed {
  readonly text: string;
  readonly entities: readonly TlObject[];
  readonly mentions: readonly bigint[];
}

/** What Telegram finds in a text by itself, besides the entities that the sender gave. */
const AUTOMATIC: readonly (readonly [string, RegExp])[] = [
  ['messageEntityUrl', /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}]/gu],
  ['messageEntityMention', /(?<![\w@/])@[A-Za-z]\w{3,31}(?!\w)/gu],
  ['messageEntityHashtag', /(?<![\p{L}\p{N}_#/])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
];

/** What stands in answers only: differences between two texts, and what a client could not name. */
const NOT_KEPT = /^messageEntity(?:Diff|Unknown)/u;

/**
 * Reads `message` and `entities` of a request. Throws MESSAGE_TOO_LONG beyond `limit` UTF-16 units (`tooLong` names
 * another error) and ENTITY_BOUNDS_INVALID for an entity outside the text; an empty text is the caller's matter.
 */
export function compose(
  viewer: Viewer,
  request: TlObject,
  limit = 4096,
  tooLong = 'MESSAGE_TOO_LONG',
): Composed {
  const raw = textOf(request, 'message');
  const text = raw.trim();
  if (text.length > limit) throw badRequest(tooLong);
  const shift = raw.length - raw.trimStart().length;
  const given = objectsOf(request, 'entities').flatMap((entity) =>
    fit(viewer, entity, shift, raw.length, text.length),
  );
  const entities = [...given, ...automatic(text, given)].toSorted(
    (one, other) => numberOf(one, 'offset') - numberOf(other, 'offset'),
  );
  return { text, entities, mentions: mentionsOf(viewer, text, entities) };
}

function fit(viewer: Viewer, entity: TlObject, shift: number, rawLength: number, length: number): TlObject[] {
  const offset = numberOf(entity, 'offset');
  const size = numberOf(entity, 'length');
  if (offset < 0 || size < 0 || offset + size > rawLength) throw badRequest('ENTITY_BOUNDS_INVALID');
  const start = Math.max(0, offset - shift);
  const end = Math.min(length, offset - shift + size);
  if (end <= start || NOT_KEPT.test(entity._)) return [];
  const place = { offset: start, length: end - start };
  if (entity._ !== 'inputMessageEntityMentionName') return [{ ...entity, ...place }];
  const user = inputUser(viewer, objectOf(entity, 'user_id'), 'ENTITY_MENTION_USER_INVALID');
  return [{ _: 'messageEntityMentionName', ...place, user_id: user.id }];
}

/** The entities that Telegram finds in a text by itself, where none of the `given` ones stands. */
export function automatic(text: string, given: readonly TlObject[]): TlObject[] {
  const found: TlObject[] = [];
  for (const [name, pattern] of AUTOMATIC) {
    for (const match of text.matchAll(pattern)) {
      const entity = { _: name, offset: match.index, length: match[0].length };
      if (![...given, ...found].some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  return found;
}

function overlaps(one: TlObject, other: TlObject): boolean {
  const start = Math.max(numberOf(one, 'offset'), numberOf(other, 'offset'));
  const end = Math.min(
    numberOf(one, 'offset') + numberOf(one, 'length'),
    numberOf(other, 'offset') + numberOf(other, 'length'),
  );
  return start < end;
}

function mentionsOf(viewer: Viewer, text: string, entities: readonly TlObject[]): bigint[] {
  const users = new Set<bigint>();
  for (const entity of entities) {
    const named = entity['user_id'];
    if (entity._ === 'messageEntityMentionName' && typeof named === 'bigint') users.add(named);
    if (entity._ !== 'messageEntityMention') continue;
    const start = numberOf(entity, 'offset');
    const name = text.slice(start + 1, start + numberOf(entity, 'length')).toLowerCase();
    const peer = viewer.world.usernames.get(name);
    if (peer?.kind === 'user') users.add(peer.id);
  }
  return [...users];
}
