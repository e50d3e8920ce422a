import { TlError } from './error.js';
import type { Combinator, Schema, TlField, TlType } from './schema.js';
import type { TlObject, TlValue } from './value.js';
import { TlWriter } from './writer.js';

/** The id before a boxed vector. */
export const VECTOR = 0x1cb5c415;
/** boolTrue. */
export const BOOL_TRUE = 0x997275b5;
/** boolFalse. */
export const BOOL_FALSE = 0xbc799737;

type Write = (writer: TlWriter, value: TlValue) => void;

/** Whether a value is a TL object. */
export function isTlObject(value: TlValue): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value;
}

/**
 * Writes values by a schema. Fields the schema does not know are dropped, so one answer serves many layers; a missing
 * required field, a value of another type, or half of the fields behind one flag bit throws {@link TlError}.
 */
export class TlEncoder {
  readonly #bodies = new Map<Combinator, Write>();

  constructor(private readonly schema: Schema) {}

  /** A constructor or function call with its id. */
  object(value: TlObject): Buffer {
    const writer = new TlWriter();
    this.#boxed(writer, value, undefined);
    return writer.finish();
  }

  /** A value of a given type, as the answer to a method is. */
  value(type: TlType, value: TlValue): Buffer {
    const writer = new TlWriter();
    this.#writerOf(type)(writer, value);
    return writer.finish();
  }

  #boxed(writer: TlWriter, value: TlValue, type: string | undefined): void {
    if (!isTlObject(value)) throw new TlError(`${type ?? 'an object'} expected, not ${describe(value)}`);
    const name = value._;
    const combinator =
      type === undefined
        ? (this.schema.functions.get(name) ?? this.schema.constructors.get(name))
        : this.schema.constructors.get(name);
    if (combinator === undefined) throw new TlError(`layer ${this.schema.layer} has no ${name}`);
    if (type !== undefined && combinator.result !== type) {
      throw new TlError(`${type} expected, not ${name}, which is ${combinator.result}`);
    }
    writer.uint(combinator.id);
    this.#bodyOf(combinator)(writer, value);
  }

  #bodyOf(combinator: Combinator): Write {
    const known = this.#bodies.get(combinator);
    if (known !== undefined) return known;
    const steps = combinator.fields.map((field) => this.#step(combinator, field));
    const body: Write = (writer, value) => {
      for (const step of steps) step(writer, value as TlObject);
    };
    this.#bodies.set(combinator, body);
    return body;
  }

  #step(combinator: Combinator, field: TlField): (writer: TlWriter, value: TlObject) => void {
    const { name } = field;
    if (field.type.kind === 'flags') {
      const members = combinator.fields.filter((other) => other.flag?.word === name);
      return (writer, value) => writer.uint(flagWord(combinator.name, members, value));
    }
    if (field.type.kind === 'true') return () => undefined;
    const write = this.#writerOf(field.type);
    return (writer, value) => {
      const content = value[name];
      if (content === undefined || content === null) {
        if (field.flag !== undefined) return;
        throw new TlError('missing', `${combinator.name}.${name}`);
      }
      try {
        write(writer, content);
      } catch (error) {
        throw error instanceof TlError ? error.under(`${combinator.name}.${name}`) : error;
      }
    };
  }

  #writerOf(type: TlType): Write {
    if (type.kind === 'boxed') return (writer, value) => this.#boxed(writer, value, type.type);
    if (type.kind === 'query') return (writer, value) => this.#boxed(writer, value, undefined);
    if (type.kind === 'bare') return (writer, value) => this.#bare(writer, value, type.constructor);
    if (type.kind === 'vector') return this.#vector(type.boxed, this.#writerOf(type.item));
    return PRIMITIVE[type.kind];
  }

  #bare(writer: TlWriter, value: TlValue, name: string): void {
    const combinator = this.schema.constructors.get(name);
    if (combinator === undefined) throw new TlError(`no constructor ${name}`);
    if (!isTlObject(value)) throw new TlError(`${name} expected, not ${describe(value)}`);
    this.#bodyOf(combinator)(writer, value);
  }

  #vector(boxed: boolean, item: Write): Write {
    return (writer, value) => {
      if (!Array.isArray(value)) throw new TlError(`a vector expected, not ${describe(value)}`);
      if (boxed) writer.uint(VECTOR);
      writer.int(value.length);
      for (const [index, element] of (value as readonly TlValue[]).entries()) {
        try {
          item(writer, element);
        } catch (error) {
          throw error instanceof TlError ? error.under(`[${index}]`) : error;
        }
      }
    };
  }
}

function isPresent(field: TlField, value: TlObject): boolean {
  const content = value[field.name];
  return field.type.kind === 'true' ? content === true : content !== undefined && content !== null;
}

function flagWord(owner: string, members: readonly TlField[], value: TlObject): number {
  let word = 0;
  for (const field of members) {
    if (isPresent(field, value)) word |= 1 << (field.flag?.bit ?? 0);
  }
  for (const field of members) {
    const set = (word & (1 << (field.flag?.bit ?? 0))) !== 0;
    if (set && field.type.kind !== 'true' && !isPresent(field, value)) {
      throw new TlError(
        'missing, though another field behind its flag bit is there',
        `${owner}.${field.name}`,
      );
    }
  }
  return word;
}

/** What a value is, for an error message. */
function describe(value: TlValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a vector';
  return isTlObject(value) ? value._ : typeof value;
}

function fixed(size: number): Write {
  return (writer, value) => {
    if (!(value instanceof Uint8Array) || value.length !== size) throw new TlError(`${size} bytes expected`);
    writer.raw(value);
  };
}

function writeInt(writer: TlWriter, value: TlValue): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) {
    throw new TlError(`a 32-bit int expected, not ${typeof value === 'number' ? value : describe(value)}`);
  }
  writer.uint(value);
}

function writeLong(writer: TlWriter, value: TlValue): void {
  if (typeof value === 'number' && Number.isSafeInteger(value)) writer.long(BigInt(value));
  else if (typeof value === 'bigint' && value >= -(1n << 63n) && value < 1n << 64n) writer.long(value);
  else throw new TlError(`a 64-bit long expected, not ${describe(value)}`);
}

const PRIMITIVE: Readonly<Record<Exclude<TlType['kind'], 'boxed' | 'query' | 'bare' | 'vector'>, Write>> = {
  int: writeInt,
  long: writeLong,
  double: (writer, value) => {
    if (typeof value !== 'number') throw new TlError(`a double expected, not ${describe(value)}`);
    writer.double(value);
  },
  string: (writer, value) => {
    if (typeof value !== 'string') throw new TlError(`a string expected, not ${describe(value)}`);
    writer.string(value);
  },
  bytes: (writer, value) => {
    if (!(value instanceof Uint8Array)) throw new TlError(`bytes expected, not ${describe(value)}`);
    writer.bytes(value);
  },
  int128: fixed(16),
  int256: fixed(32),
  Bool: (writer, value) => {
    if (typeof value !== 'boolean') throw new TlError(`a Bool expected, not ${describe(value)}`);
    writer.uint(value ? BOOL_TRUE : BOOL_FALSE);
  },
  true: () => undefined,
  flags: writeInt,
};
