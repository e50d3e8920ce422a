/** Arguments out of the schemas that `tools/list` gives: mostly sensible, sometimes not. */

/** The part of a JSON schema that the tools use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** Where values come from: chance, and what is known of an argument by its name. */
export interface Source {
  /** A number from 0 to below `below`. */
  readonly chance: (below: number) => number;
  readonly known: (name: string) => readonly unknown[];
}

export type Args = Record<string, unknown>;

const STRINGS = [
  '',
  'yes',
  'Buy now',
  '  spaces ',
  '\u202Ereversed',
  '../../etc/passwd',
  '@nobody_here',
  '*',
];
const NUMBERS = [0, 1, 2, 3, 7, -1, 1.5, 9_999, 2_147_483_647];
const WRONG: readonly unknown[] = [null, true, 'true', -1, {}, [], [[]], { approved: true }];

/** The arguments of one call. */
export function argumentsFor(schema: Schema, source: Source): Args {
  const args = objectFor(schema, source);
  if (source.chance(10) > 0) return args;
  const names = Object.keys(schema.properties ?? {});
  const name = source.chance(3) === 0 ? 'approved' : (pick(source, names) ?? 'approved');
  return { ...args, [name]: pick(source, WRONG) };
}

function objectFor({ properties = {}, required = [] }: Schema, source: Source): Args {
  const given = Object.entries(properties).filter(
    ([name]) => required.includes(name) || source.chance(4) === 0,
  );
  return Object.fromEntries(given.map(([name, schema]) => [name, valueFor(name, schema, source)]));
}

/** One value of an argument. */
export function valueFor(name: string, schema: Schema, source: Source): unknown {
  if (schema.enum !== undefined) return pick(source, schema.enum);
  if (schema.anyOf !== undefined) return valueFor(name, pick(source, schema.anyOf) ?? {}, source);
  const type = typeof schema.type === 'object' ? pick(source, schema.type) : schema.type;
  if (type === 'boolean') return source.chance(2) === 0;
  if (type === 'array') {
    const { items = {} } = schema;
    return Array.from({ length: source.chance(4) }, () => valueFor(name, items, source));
  }
  if (type === 'object') return objectFor(schema, source);
  const wanted = type === 'integer' ? 'number' : type;
  const known = source.known(name).filter((value) => wanted === undefined || typeof value === wanted);
  if (known.length > 0 && source.chance(5) > 0) return pick(source, known);
  return type === 'string' ? pick(source, STRINGS) : pick(source, NUMBERS);
}

/** One of them; undefined of none. */
export function pick<T>({ chance }: Pick<Source, 'chance'>, choices: readonly T[]): T | undefined {
  return choices[chance(choices.length)];
}
