import { TlDecoder } from './decode.js';
import { TlEncoder } from './encode.js';
import { loadSchema, loadServiceSchema } from './load.js';
import { parseType } from './schema.js';
import type { Schema, TlType } from './schema.js';
import type { TlValue } from './value.js';

/** Encoder and decoder of one layer. */
export class Codec {
  readonly encode: TlEncoder;
  readonly decode: TlDecoder;
  readonly #results = new Map<string, TlType>();

  constructor(readonly schema: Schema) {
    this.encode = new TlEncoder(schema);
    this.decode = new TlDecoder(schema);
  }

  /** The bytes of a method's answer, by the result type its schema line names. */
  answer(method: string, value: TlValue): Buffer {
    return this.encode.value(this.#resultOf(method), value);
  }

  /** A method's answer from its bytes. */
  readAnswer(method: string, data: Uint8Array): TlValue {
    return this.decode.value(this.#resultOf(method), data);
  }

  #resultOf(method: string): TlType {
    let type = this.#results.get(method);
    if (type === undefined) {
      const combinator = this.schema.functions.get(method);
      if (combinator === undefined) throw new Error(`layer ${this.schema.layer} has no method ${method}`);
      type = parseType(combinator.result);
      this.#results.set(method, type);
    }
    return type;
  }
}

const codecs = new Map<Schema, Codec>();

/** The codec of a layer; the same object each time. */
export function codecFor(layer?: number): Codec {
  return codecOf(loadSchema(layer));
}

/** The codec of MTProto's own messages. */
export function serviceCodec(): Codec {
  return codecOf(loadServiceSchema());
}

function codecOf(schema: Schema): Codec {
  let codec = codecs.get(schema);
  if (codec === undefined) {
    codec = new Codec(schema);
    codecs.set(schema, codec);
  }
  return codec;
}
