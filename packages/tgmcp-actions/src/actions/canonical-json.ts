/**
 * One byte sequence for one value, in the manner of RFC 8785: what is digested here today is digested alike tomorrow, in
 * another process and on another machine. Must never guess: a value that has no single form is a bug and throws.
 */

/** A value as JSON knows it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A flat or nested object of {@link JsonValue}s. */
export type JsonObject = { readonly [key: string]: JsonValue };

/**
 * The canonical form: keys sorted by UTF-16 code units, no white space, whole numbers only.
 * Throws on a fraction, on a number beyond 2^53 and on a lone surrogate.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return wholeNumber(value);
  if (typeof value === 'string') return wellFormedString(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${wellFormedString(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`Not a whole number that can be digested: ${value}`);
  return String(value === 0 ? 0 : value);
}

function wellFormedString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError('A lone surrogate cannot be digested');
  return JSON.stringify(value);
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
