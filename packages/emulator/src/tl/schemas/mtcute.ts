/* The API schema that `@mtcute/core` ships as JSON, as schema text. */
import { readFileSync } from 'node:fs';
import { schemaLine } from './line.js';
import { resolveFrom } from './resolve.js';
import type { SchemaSource } from './source.js';

interface Argument {
  readonly name: string;
  readonly type: string;
  readonly typeModifiers?: { readonly isVector?: boolean; readonly predicate?: string };
}

interface Entry {
  readonly kind: 'class' | 'method';
  readonly name: string;
  readonly id: number;
  readonly type: string;
  readonly typeModifiers?: { readonly isVector?: boolean };
  readonly arguments: readonly Argument[];
}

/** The file begins with its layer. */
const HEAD = /^\{"l":(\d+),/u;

/** The schema of the installed mtcute; undefined when it is not there. */
export function mtcuteSchema(): SchemaSource | undefined {
  const file =
    resolveFrom('@mtcute/core/tl/api-schema.json') ??
    resolveFrom('@mtcute/core/tl/api-schema.json', '@mtcute/node');
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  const layer = HEAD.exec(text)?.[1];
  if (layer === undefined) return undefined;
  return {
    layer: Number(layer),
    text: () => toText((JSON.parse(text) as { readonly e: readonly Entry[] }).e),
  };
}

function toText(entries: readonly Entry[]): string {
  const lines = { class: [] as string[], method: ['---functions---'] };
  for (const { kind, name, id, type, typeModifiers, arguments: args } of entries) {
    const fields = args.map((argument) => `${argument.name}:${fieldType(argument)}`);
    lines[kind].push(
      schemaLine(name, id, fields, typeModifiers?.isVector === true ? `Vector<${type}>` : type),
    );
  }
  return [...lines.class, ...lines.method].join('\n');
}

function fieldType({ type, typeModifiers = {} }: Argument): string {
  // What it calls int53 is a long on the wire, of which it keeps 53 bits.
  const item = type === 'int53' ? 'long' : type;
  const whole = typeModifiers.isVector === true ? `Vector<${item}>` : item;
  return typeModifiers.predicate === undefined ? whole : `${typeModifiers.predicate}?${whole}`;
}
