/** Arguments for property tests: all that a tool's input lets through, and some that it does not. */
import * as fc from 'fast-check';
import * as z from 'zod';

/** The part of a JSON schema that inputs come to. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

type Args = Record<string, unknown>;

const TELLING = [
  '',
  ' ',
  'me',
  '@kites',
  '-1000000000042',
  '777',
  'Kites & Code',
  'https://t.me/kites/5',
  '+15550001',
  '**bold** _and_ [link](https://example.org)',
  '<b>open',
  '2027-01-01T10:00:00Z',
  'AAAA',
  '\u202Ereversed\u200B',
  '\u{1F44D}',
  '\uD800',
  '../../etc/passwd',
  'data:text/plain,kites',
];

/** The options of a test with thousands of inputs: seconds of work, of which a busy machine may make a minute and more. */
export const THOUSANDS = { timeout: 120_000 };

/** Arguments of a call: nine of ten fit the schema. */
export function anyArguments(input: z.ZodObject): fc.Arbitrary<Args> {
  const fitting = objectOf(z.toJSONSchema(input, { io: 'input' }) as Schema);
  const near = fc
    .tuple(fitting, fc.constantFrom(...Object.keys(input.shape), 'approved'), fc.jsonValue())
    .map(([args, name, value]) => ({ ...args, [name]: value }));
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: near });
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<Args> {
  const values = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valueOf(one)]));
  return fc.record(values, { requiredKeys: [...required] });
}

function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const { type, minimum, maximum, minLength = 0, maxLength = 40 } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (choices !== undefined) return fc.oneof(...choices.map(valueOf));
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.integer({ min: minimum ?? -9, max: maximum ?? 999 });
  if (type === 'array')
    return fc.array(valueOf(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 4, 4) });
  if (type === 'object') return objectOf(schema);
  if (type !== 'string') return fc.jsonValue();
  const bounds = {
    minLength: Math.min(minLength, 40),
    maxLength: Math.max(minLength, Math.min(maxLength, 40)),
  };
  const telling = TELLING.filter(({ length }) => length >= minLength && length <= maxLength);
  const text = fc.string({ ...bounds, unit: 'binary' });
  return telling.length === 0 ? text : fc.oneof(fc.constantFrom(...telling), text);
}
