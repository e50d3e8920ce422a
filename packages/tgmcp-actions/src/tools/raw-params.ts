import { done, type Outcome } from '@tgmcp/core';
import type { JsonObject, JsonValue } from '../actions/canonical-json.js';
import { invalidArgument } from './concerned-messages.js';

// A person has to read all of it.
const MOST_CHARACTERS = 8_000;
const DEEPEST = 10;

/**
 * Arguments of a raw call in the one form that can be digested: fractions as their digits, since whole numbers alone have
 * a single form. Refused with INPUT_INVALID for what is too deep or long, or has none.
 */
export function rawParams(given: Readonly<Record<string, unknown>>): Outcome<JsonObject> {
  const params: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const plain = plainValue(value, 1);
    if (plain === undefined) return invalidArgument(`params.${name}: cannot be given here`);
    params[name] = plain;
  }
  return JSON.stringify(params).length > MOST_CHARACTERS
    ? invalidArgument(`params: at most ${MOST_CHARACTERS} characters of JSON`)
    : done(params);
}

function plainValue(value: unknown, depth: number): JsonValue | undefined {
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : fraction(value);
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value) ? undefined : value;
  if (typeof value !== 'object' || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => plainValue(item, depth + 1));
    return items.includes(undefined) ? undefined : items.filter((item) => item !== undefined);
  }
  const fields = Object.entries(value).map(([name, item]) => [name, plainValue(item, depth + 1)] as const);
  if (fields.some(([name, item]) => item === undefined || /\p{Surrogate}/u.test(name))) return undefined;
  return Object.fromEntries(fields.flatMap(([name, item]) => (item === undefined ? [] : [[name, item]])));
}

function fraction(value: number): string | undefined {
  const digits = String(value);
  return /^-?\d+\.\d+$/.test(digits) ? digits : undefined;
}
