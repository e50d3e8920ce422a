/** A TL object of a client library as plain data: `_` is its name, big numbers are bigints, bytes are Buffers. */
export interface Plain {
  readonly _: string;
  readonly [field: string]: unknown;
}

/** What the libraries' TL objects have in common. */
interface TlLike {
  readonly className: string;
  readonly originalArgs?: object;
}

/** The libraries' big numbers are objects. */
interface BigNumber {
  toJSNumber(): number;
  toString(): string;
}

function isBigNumber(value: object): value is BigNumber {
  return 'toJSNumber' in value;
}

/** Takes an answer of the library apart. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isBigNumber(value)) return BigInt(value.toString());
  if (Array.isArray(value)) return value.map(plain);
  const object = value as Partial<TlLike>;
  const args: [string, unknown][] = Object.entries(object.originalArgs ?? value);
  const kept = args.filter(([, inner]) => inner !== undefined && inner !== null);
  return {
    ...Object.fromEntries(kept.map(([name, inner]) => [name, plain(inner)])),
    _: object.className,
  };
}

/** The fields of a plain object that is known to be there. */
export const objectOf = (value: unknown): Plain => value as Plain;
export const maybe = (value: unknown): Plain | undefined => value as Plain | undefined;
export const listOf = (value: unknown): readonly Plain[] => (value ?? []) as readonly Plain[];
export const number = (value: unknown): number => Number(value);
/** Drops the fields that are not there. */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
