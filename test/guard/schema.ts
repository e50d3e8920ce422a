/** Every method of the API with arguments made from the schema: bare, and inside each method that carries another. */
import { codecFor, Sampler, type TlObject } from '@tgmcp/emulator';
import { layer, library } from './library.js';

const codec = codecFor(layer());
const { schema } = codec;
const SEED = Number(process.env['TGMCP_SCHEMA_SEED'] ?? 20_261_121);
const sampler = new Sampler(schema, SEED);

/** Names of all methods of the API, as the client library has them. */
export const METHODS: readonly string[] = apiMethods();

/** Methods with a parameter of type `!X`: each carries any other method. */
export const WRAPPERS: readonly string[] = METHODS.filter((name) =>
  schema.functions.get(name)?.fields.some((field) => field.type.kind === 'query'),
);

/** The methods that do something themselves. */
export const PLAIN: readonly string[] = METHODS.filter((name) => !WRAPPERS.includes(name));

/** One request: what it calls in the end, what stands around it, and its bytes. */
export interface SampleCall {
  readonly method: string;
  readonly wrappers: readonly string[];
  readonly bytes: Buffer;
}

/** Every method once inside `wrapper`, or bare. A wrapper that is itself called carries `inside`. */
export function wholeSchema(wrapper?: string, inside = 'messages.sendMessage'): SampleCall[] {
  return METHODS.map((name) => {
    const around = [...(wrapper === undefined ? [] : [wrapper]), ...(WRAPPERS.includes(name) ? [name] : [])];
    return sampleCall(WRAPPERS.includes(name) ? inside : name, around);
  });
}

/** One method with arguments from the schema inside the given wrappers, outermost first. */
export function sampleCall(method: string, wrappers: readonly string[] = []): SampleCall {
  const request = wrappers.reduceRight(wrap, sampleOf(method));
  return { method, wrappers, bytes: codec.encode.object(request) };
}

/** How the call log shows a call. */
export function label({ method, wrappers }: Pick<SampleCall, 'method' | 'wrappers'>): string {
  return [...wrappers, method].join(' > ');
}

function wrap(query: TlObject, wrapper: string): TlObject {
  // Any other layer is answered with an error before the query is looked at.
  const layer = wrapper === 'invokeWithLayer' ? { layer: schema.layer } : {};
  return { ...sampleOf(wrapper), ...layer, query };
}

function sampleOf(method: string): TlObject {
  const combinator = schema.functions.get(method);
  if (combinator === undefined) throw new Error(`the schema has no method ${method}`);
  const sample = sampler.object(combinator);
  // With a referrer it is no reading; the guard's own test and read-guard.test.ts ask for that.
  return method === 'contacts.resolveUsername' ? { ...sample, referer: undefined } : sample;
}

function apiMethods(): string[] {
  interface TlClass {
    readonly className?: string;
    readonly classType?: string;
  }
  const entries = Object.values(library().Api as object) as (TlClass & Readonly<Record<string, TlClass>>)[];
  const all = entries.flatMap((entry) => ('CONSTRUCTOR_ID' in entry ? [entry] : Object.values(entry)));
  const requests = all.filter(({ classType }) => classType === 'request');
  const names = requests.map(({ className = '' }) =>
    className.replace(/[A-Z][^.]*$/, (name) => name.charAt(0).toLowerCase() + name.slice(1)),
  );
  const known = new Set(names);
  // MTProto's own methods have other names in the schema than in the library, but for this one.
  return [...schema.functions.keys()].filter((name) => known.has(name) && name !== 'ping');
}
