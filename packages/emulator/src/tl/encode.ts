import { fitted, isLater } from './differences/answers.js';
import { defaultOf } from './differences/defaults.js';
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
 * Writes values by a schema. One answer serves many layers: fields the schema does not know are dropped, fields it
 * newly requires get their neutral value, and constructors it does not know the form they have in it, where they have
 * one (`differences/`). A missing required field, a value of another type, or half of the fields behind one flag bit
 * throws {@link TlError}.
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
    const direct = this.#combinatorOf(value, type);
    if (typeof direct !== 'string') {
      writer.uint(direct.id);
      this.#bodyOf(direct)(writer, value);
      return;
    }
    const other = type === undefined ? undefined : fitted(type, value, this.schema);
    const combinator = this.#combinatorOf(other, type);
    if (typeof combinator === 'string') throw new TlError(direct);
    writer.uint(combinator.id);
    this.#bodyOf(combinator)(writer, other);
  }

  /** The combinator that writes a value where this type is expected; a string says why there is none. */
  #combinatorOf(value: TlValue, type: string | undefined): Combinator | string {
    if (!isTlObject(value)) return `${type ?? 'an object'} expected, not ${describe(value)}`;
    const name = value._;
    const combinator =
      type === undefined
        ? (this.schema.functions.get(name) ?? this.schema.constructors.get(name))
        : this.schema.constructors.get(name);
    if (combinator === undefined) return `layer ${this.schema.layer} has no ${name}`;
    if (type === undefined || combinator.result === type) return combinator;
    return `${type} expected, not ${name}, which is ${combinator.result}`;
  }

  /** Whether this layer is too old for a value and has no other form of it. */
  #isBeyond(value: TlValue, type: string): boolean {
    if (!isLater(value) || typeof this.#combinatorOf(value, type) !== 'string') return false;
    return typeof this.#combinatorOf(fitted(type, value, this.schema), type) === 'string';
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
      let content = value[name];
      if (content === undefined || content === null) {
        if (field.flag !== undefined) return;
        content = defaultOf(combinator.name, name);
        if (content === undefined) throw new TlError('missing', `${combinator.name}.${name}`);
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
    if (type.kind === 'vector') return this.#vector(type.boxed, type.item);
    return PRIMITIVE[type.kind];
  }

  #bare(writer: TlWriter, value: TlValue, name: string): void {
    const combinator = this.schema.constructors.get(name);
    if (combinator === undefined) throw new TlError(`no constructor ${name}`);
    if (!isTlObject(value)) throw new TlError(`${name} expected, not ${describe(value)}`);
    this.#bodyOf(combinator)(writer, value);
  }

  #vector(boxed: boolean, type: TlType): Write {
    const item = this.#writerOf(type);
    const boxedType = type.kind === 'boxed' ? type.type : undefined;
    return (writer, value) => {
      if (!Array.isArray(value)) throw new TlError(`a vector expected, not ${describe(value)}`);
      let elements = value as readonly TlValue[];
      if (boxedType !== undefined && elements.some((element) => this.#isBeyond(element, boxedType))) {
        elements = elements.filter((element) => !this.#isBeyond(element, boxedType));
      }
      if (boxed) writer.uint(VECTOR);
      writer.int(elements.length);
      for (const [index, element] of elements.entries()) {
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
