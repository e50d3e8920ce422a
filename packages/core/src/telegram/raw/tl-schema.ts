/** The schema of the client library as it writes it: methods and types with the names and kinds of their fields. */
import { tlClasses } from '../guard/method-names.js';
import { telegramModule } from '../library.js';

/** One field of a method or type. */
export interface TlField {
  /** As the schema spells it: `offset_id`. */
  readonly name: string;
  /** As the library spells it: `offsetId`. */
  readonly property: string;
  /** `int`, `long`, `InputPeer`, …; of a list that of its items. */
  readonly type: string;
  readonly isList: boolean;
  readonly isOptional: boolean;
}

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
  schema ??= readSchema(schemaText());
  return schema;
}

function schemaText(): string {
  const text = telegramModule('tl/apiTl.js');
  if (typeof text !== 'string') throw new TypeError('the client library keeps its schema in another form');
  return text;
}

const LINE = /^([\w.]+)#([0-9a-f]+)((?: \w+:[\w.<>?#!]+)*) = ([\w.<> ]+);/;

function readSchema(text: string): TlSchema {
  const classes = new Map(tlClasses().map((tl) => [tl.CONSTRUCTOR_ID >>> 0, tl]));
  const methods = new Map<string, TlDefinition>();
  const forms = new Map<string, TlDefinition>();
  const byNumber = new Map<number, TlDefinition>();
  for (const line of text.split('\n')) {
    const [, name = '', hex = '', fields = '', type = ''] = LINE.exec(line.trim()) ?? [];
    const number = Number.parseInt(hex, 16);
    const tl = classes.get(number);
    if (tl === undefined) continue;
    const Class = tl as unknown as new (values: Record<string, unknown>) => object;
    const definition: TlDefinition = {
      name,
      type,
      fields: fields.split(' ').flatMap((field) => fieldOf(field) ?? []),
      make: (values) => new Class(values),
    };
    byNumber.set(number, definition);
    (tl.classType === 'request' ? methods : forms).set(name, definition);
  }
  return { methods, forms, byNumber };
}

function fieldOf(text: string): TlField | undefined {
  const [name = '', kind = ''] = text.split(':');
  if (name === '' || kind === '#') return undefined;
  const bare = kind.replace(/^flags\d*\.\d+\?/, '');
  const item = /^[Vv]ector<(.+)>$/.exec(bare)?.[1];
  return {
    name,
    property: name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    type: item ?? bare,
    isList: item !== undefined,
    isOptional: bare !== kind,
  };
}
