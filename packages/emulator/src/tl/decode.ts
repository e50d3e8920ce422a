import { unzipSync } from 'node:zlib';
import { BOOL_FALSE, BOOL_TRUE, VECTOR } from './encode.js';
import { TlError } from './error.js';
import { TlReader, fullAllowance } from './reader.js';
import type { Allowance } from './reader.js';
import type { Combinator, Schema, TlField, TlType } from './schema.js';
import type { TlObject, TlValue } from './value.js';

/** The id of gzip_packed, which may stand wherever a boxed object may. */
export const GZIP_PACKED = 0x3072cfa1;

/** No object of a real client nests deeper. */
const MAX_DEPTH = 64;

type Read = (reader: TlReader, depth: number) => TlValue;

/** Reads values by a schema: absent flags stay absent, the words that hold flag bits are left out. */
export class TlDecoder {
  readonly #bodies = new Map<Combinator, Read>();

  constructor(private readonly schema: Schema) {}

  /** One boxed object; throws {@link TlError} when bytes are left over. */
  object(data: Uint8Array, allowance?: Allowance): TlObject {
    const reader = new TlReader(data, allowance);
    const value = this.#boxed(reader, undefined, 0);
    if (reader.remaining > 0) throw new TlError(`${reader.remaining} bytes are left over`, value._);
    return value;
  }

  /** One boxed object from a reader that may go on. */
  next(reader: TlReader): TlObject {
    return this.#boxed(reader, undefined, 0);
  }

  /** A value of a given type; throws {@link TlError} when bytes are left over. */
  value(type: TlType, data: Uint8Array): TlValue {
    const reader = new TlReader(data);
    const value = this.#readerOf(type)(reader, 0);
    if (reader.remaining > 0) throw new TlError(`${reader.remaining} bytes are left over`);
    return value;
  }

  #boxed(reader: TlReader, type: string | undefined, depth: number): TlObject {
    if (depth > MAX_DEPTH) throw new TlError(`nested deeper than ${MAX_DEPTH}`);
    const id = reader.uint();
    if (id === GZIP_PACKED) return this.#packed(reader, type, depth);
    const combinator = this.schema.byId.get(id);
    if (combinator === undefined) throw new TlError(`unknown constructor id ${id.toString(16)}`);
    if (type !== undefined && (combinator.isFunction || combinator.result !== type)) {
      throw new TlError(`${type} expected, not ${combinator.name}`);
    }
    return this.#bodyOf(combinator)(reader, depth) as TlObject;
  }

  #packed(reader: TlReader, type: string | undefined, depth: number): TlObject {
    const { allowance } = reader;
    const inner = new TlReader(unpack(reader.bytes(), allowance), allowance);
    const value = this.#boxed(inner, type, depth + 1);
    if (inner.remaining > 0) throw new TlError(`${inner.remaining} packed bytes are left over`);
    return value;
  }

  #bodyOf(combinator: Combinator): Read {
    const known = this.#bodies.get(combinator);
    if (known !== undefined) return known;
    const steps = combinator.fields.map((field) => this.#step(combinator.name, field));
    const body: Read = (reader, depth) => {
      const value: Record<string, TlValue> & { _: string } = { _: combinator.name };
      const words = new Map<string, number>();
      for (const step of steps) step(reader, value, words, depth);
      return value;
    };
    this.#bodies.set(combinator, body);
    return body;
  }

  #step(
    owner: string,
    field: TlField,
  ): (reader: TlReader, value: Record<string, TlValue>, words: Map<string, number>, depth: number) => void {
    const { name, flag, type } = field;
    if (type.kind === 'flags') return (reader, _value, words) => void words.set(name, reader.uint());
    const read = this.#readerOf(type);
    return (reader, value, words, depth) => {
      if (flag !== undefined && ((words.get(flag.word) ?? 0) & (1 << flag.bit)) === 0) return;
      try {
        value[name] = read(reader, depth + 1);
      } catch (error) {
        throw error instanceof TlError ? error.under(`${owner}.${name}`) : error;
      }
    };
  }

  #readerOf(type: TlType): Read {
    if (type.kind === 'boxed') return (reader, depth) => this.#boxed(reader, type.type, depth);
    if (type.kind === 'query') return (reader, depth) => this.#boxed(reader, undefined, depth);
    if (type.kind === 'bare') return (reader, depth) => this.#bare(reader, type.constructor, depth);
    if (type.kind === 'vector') return vector(type.boxed, this.#readerOf(type.item));
    return PRIMITIVE[type.kind];
  }

  #bare(reader: TlReader, name: string, depth: number): TlValue {
    const combinator = this.schema.constructors.get(name);
    if (combinator === undefined) throw new TlError(`no constructor ${name}`);
    return this.#bodyOf(combinator)(reader, depth);
  }
}

function vector(boxed: boolean, item: Read): Read {
  return (reader, depth) => {
    if (boxed && reader.uint() !== VECTOR) throw new TlError('a vector expected');
    const count = reader.int();
    // Every element takes four bytes or more, so a longer count cannot be honest.
    if (count < 0 || count * 4 > reader.remaining) throw new TlError(`a vector of ${count} cannot be here`);
    reader.allowance.elements -= count;
    if (reader.allowance.elements < 0) throw new TlError('there are more elements than a request may have');
    const values: TlValue[] = [];
    for (let index = 0; index < count; index += 1) values.push(item(reader, depth));
    return values;
  };
}

/**
 * Unpacks gzip_packed content, up to what is allowed still; that much less is allowed afterwards. Some clients leave
 * gzip's own header out.
 */
export function unpack(data: Uint8Array, allowance: Allowance = fullAllowance()): Buffer {
  try {
    const content = unzipSync(data, { maxOutputLength: Math.max(1, allowance.unpacked) });
    allowance.unpacked -= content.length;
    return content;
  } catch (error) {
    throw new TlError(
      `gzip_packed cannot be unpacked (${error instanceof Error ? error.message : 'unknown'})`,
    );
  }
}

function readBool(reader: TlReader): boolean {
  const id = reader.uint();
  if (id !== BOOL_TRUE && id !== BOOL_FALSE) throw new TlError(`a Bool expected, not ${id.toString(16)}`);
  return id === BOOL_TRUE;
}

const PRIMITIVE: Readonly<Record<Exclude<TlType['kind'], 'boxed' | 'query' | 'bare' | 'vector'>, Read>> = {
  int: (reader) => reader.int(),
  long: (reader) => reader.long(),
  double: (reader) => reader.double(),
  string: (reader) => reader.string(),
  bytes: (reader) => reader.bytes(),
  int128: (reader) => reader.raw(16),
  int256: (reader) => reader.raw(32),
  Bool: readBool,
  true: () => true,
  flags: (reader) => reader.uint(),
};
