/** The schema as the client library keeps it: `telegram` as the lines of a schema file, its fork as a list made from one. */
import * as z from 'zod';
import { tlName, type TlClass } from '../guard/method-names.js';
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

/** What the library knows of one of its classes. */
export interface KeptDefinition {
  readonly name: string;
  readonly type: string;
  readonly fields: readonly TlField[];
}

/** What is kept of each of `classes`, by the number that stands for it in the bytes, unsigned. */
export function keptDefinitions(classes: ReadonlyMap<number, TlClass>): ReadonlyMap<number, KeptDefinition> {
  const list = forkList();
  return list === undefined ? fromLines(schemaText(), classes) : fromList(list, classes);
}

function schemaText(): string {
  const text = telegramModule('tl/apiTl.js');
  if (typeof text !== 'string') throw new TypeError('the client library keeps its schema in another form');
  return text;
}

const LINE = /^([\w.]+)#([0-9a-f]+)((?: \w+:[\w.<>?#!]+)*) = ([\w.<> ]+);/;

function fromLines(text: string, classes: ReadonlyMap<number, TlClass>): Map<number, KeptDefinition> {
  const found = new Map<number, KeptDefinition>();
  for (const line of text.split('\n')) {
    const [, name = '', hex = '', fields = '', type = ''] = LINE.exec(line.trim()) ?? [];
    const number = Number.parseInt(hex, 16);
    if (!classes.has(number)) continue;
    found.set(number, { name, type, fields: fields.split(' ').flatMap((field) => fieldOf(field) ?? []) });
  }
  return found;
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

const forkArgument = z.object({
  isVector: z.boolean(),
  isFlag: z.boolean(),
  flagIndicator: z.boolean(),
  type: z.string().nullable(),
});
const forkDefinitions = z.array(
  z.object({
    constructorId: z.number(),
    result: z.string(),
    argsConfig: z.record(z.string(), forkArgument),
  }),
);
type ForkDefinitions = z.infer<typeof forkDefinitions>;

function forkList(): ForkDefinitions | undefined {
  let list: unknown;
  try {
    list = telegramModule('tl/generated/api-definitions.js');
  } catch {
    // Only the fork has it.
    return undefined;
  }
  return forkDefinitions.parse(list);
}

function fromList(list: ForkDefinitions, classes: ReadonlyMap<number, TlClass>): Map<number, KeptDefinition> {
  const found = new Map<number, KeptDefinition>();
  for (const { constructorId, result, argsConfig } of list) {
    const number = constructorId >>> 0;
    const tl = classes.get(number);
    if (tl === undefined) continue;
    const fields = Object.entries(argsConfig).flatMap(([property, kept]) =>
      kept.flagIndicator || kept.type === null
        ? []
        : [
            {
              name: property.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
              property,
              type: kept.type,
              isList: kept.isVector,
              isOptional: kept.isFlag,
            },
          ],
    );
    found.set(number, { name: tlName(tl.className), type: result, fields });
  }
  return found;
}
