/*
 * TL schema text to combinators (core.telegram.org/mtproto/TL). Only heads are parsed at once; the fields of a
 * combinator are parsed when it is first used, so that a schema of 2,000 lines costs milliseconds.
 */
import { TlError } from './error.js';

/** The type of a field: a built-in, a vector of some type, one constructor without its id, or any of a boxed type. */
export type TlType =
  | { readonly kind: Primitive }
  | { readonly kind: 'vector'; readonly boxed: boolean; readonly item: TlType }
  | { readonly kind: 'bare'; readonly constructor: string }
  | { readonly kind: 'boxed'; readonly type: string }
  | { readonly kind: 'query' };

/** Built-in types; `flags` is the `#` word, `true` is a bit without content. */
export type Primitive =
  | 'int'
  | 'long'
  | 'double'
  | 'string'
  | 'bytes'
  | 'int128'
  | 'int256'
  | 'Bool'
  | 'true'
  | 'flags';

/** One field; with `flag` it is there only when that bit of that word is set. */
export interface TlField {
  readonly name: string;
  readonly type: TlType;
  readonly flag?: { readonly word: string; readonly bit: number };
}

/** One line of the schema: a constructor or a function. */
export class Combinator {
  #fields: readonly TlField[] | undefined;

  constructor(
    readonly name: string,
    readonly id: number,
    readonly isFunction: boolean,
    readonly result: string,
    private readonly fieldText: string,
  ) {}

  get fields(): readonly TlField[] {
    this.#fields ??= parseFields(this.fieldText);
    return this.#fields;
  }
}

/**
 * A whole schema: combinators by id and by name, constructors by the type they make. Of several texts an earlier one
 * stands: what it says of an id, a later one does not change.
 */
export class Schema {
  readonly byId = new Map<number, Combinator>();
  readonly constructors = new Map<string, Combinator>();
  readonly functions = new Map<string, Combinator>();
  readonly types = new Map<string, Combinator[]>();

  constructor(
    readonly layer: number,
    texts: readonly string[],
  ) {
    for (const text of texts) this.#load(text);
  }

  #load(text: string): void {
    const earlier = new Set(this.byId.keys());
    let functions = false;
    for (const [, section, name, idText, fields, result] of text.matchAll(LINE)) {
      if (section !== undefined) functions = section === 'functions';
      else if (name !== undefined && idText !== undefined && name !== 'vector') {
        const id = Number.parseInt(idText, 16);
        if (!earlier.has(id)) this.#add(new Combinator(name, id, functions, result ?? '', fields ?? ''));
      }
    }
  }

  #add(combinator: Combinator): void {
    const known = this.byId.get(combinator.id);
    if (known !== undefined) throw new TlError(`${combinator.name} has the id of ${known.name}`);
    this.byId.set(combinator.id, combinator);
    (combinator.isFunction ? this.functions : this.constructors).set(combinator.name, combinator);
    if (combinator.isFunction) return;
    const siblings = this.types.get(combinator.result);
    if (siblings === undefined) this.types.set(combinator.result, [combinator]);
    else siblings.push(combinator);
  }
}

/** Either a section head, or `name#id fields = Result;`. Lines without an id never stand alone on the wire. */
const LINE = /^(?:---(\w+)---|([\w.]+)#([\da-f]+)(?: (.*?))? = ([\w.<>]+(?: \w+)?);)[ \r]*$/gm;

const PRIMITIVES: ReadonlySet<string> = new Set<Primitive>([
  'int',
  'long',
  'double',
  'string',
  'bytes',
  'int128',
  'int256',
  'Bool',
  'true',
]);

function parseFields(text: string): TlField[] {
  const fields: TlField[] = [];
  for (const word of text.split(' ')) {
    if (word === '' || word.startsWith('{')) continue;
    const match = /^(\w+):(?:(\w+)\.(\d+)\?)?(.+)$/.exec(word);
    const [, name, flagWord, bit, type] = match ?? [];
    if (name === undefined || type === undefined) throw new TlError(`cannot read the schema field ${word}`);
    const flag = flagWord === undefined ? undefined : { word: flagWord, bit: Number(bit) };
    fields.push(flag === undefined ? { name, type: parseType(type) } : { name, type: parseType(type), flag });
  }
  return fields;
}

/** Reads a type as schemas write it: `int`, `Vector<long>`, `vector<future_salt>`, `InputPeer`, `!X`, `#`. */
export function parseType(text: string): TlType {
  if (text === '#') return { kind: 'flags' };
  if (PRIMITIVES.has(text)) return { kind: text as Primitive };
  if (text.startsWith('!')) return { kind: 'query' };
  const vector = /^([Vv])ector<(.+)>$/.exec(text);
  if (vector !== null) {
    return { kind: 'vector', boxed: vector[1] === 'V', item: parseType(vector[2] ?? '') };
  }
  if (text.startsWith('%')) throw new TlError(`bare type ${text} is not supported`);
  const last = text.slice(text.lastIndexOf('.') + 1);
  const bare = last.charAt(0) === last.charAt(0).toLowerCase();
  return bare ? { kind: 'bare', constructor: text } : { kind: 'boxed', type: text };
}
