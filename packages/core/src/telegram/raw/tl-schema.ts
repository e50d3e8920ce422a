/** The schema of the client library: methods and types with the names and kinds of their fields. */
import { tlClasses } from '../guard/method-names.js';
import { keptDefinitions, type TlField } from './library-schema.js';

/** A method, or one form of a type. */
export interface TlDefinition {
  /** `messages.getHistory`. */
  readonly name: string;
  /** What it is a form of, or what a method answers. */
  readonly type: string;
  readonly fields: readonly TlField[];
  /** Makes one, from values by the library's names of the fields. */
  readonly make: (values: Record<string, unknown>) => object;
}

/** All of it. */
export interface TlSchema {
  readonly methods: ReadonlyMap<string, TlDefinition>;
  readonly forms: ReadonlyMap<string, TlDefinition>;
  /** By the number that stands for it in the bytes, unsigned. */
  readonly byNumber: ReadonlyMap<number, TlDefinition>;
}

let schema: TlSchema | undefined;

/** The schema; read at the first call. */
export function tlSchema(): TlSchema {
  schema ??= readSchema();
  return schema;
}

function readSchema(): TlSchema {
  const classes = new Map(tlClasses().map((tl) => [tl.CONSTRUCTOR_ID >>> 0, tl]));
  const methods = new Map<string, TlDefinition>();
  const forms = new Map<string, TlDefinition>();
  const byNumber = new Map<number, TlDefinition>();
  for (const [number, kept] of keptDefinitions(classes)) {
    const tl = classes.get(number);
    if (tl === undefined) continue;
    const Class = tl as unknown as new (values: Record<string, unknown>) => object;
    const definition: TlDefinition = { ...kept, make: (values) => new Class(values) };
    byNumber.set(number, definition);
    (tl.classType === 'request' ? methods : forms).set(kept.name, definition);
  }
  return { methods, forms, byNumber };
}
