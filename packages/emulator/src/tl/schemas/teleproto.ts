/* The API schema that `teleproto` ships as definitions of its classes, as schema text. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { schemaLine } from './line.js';
import { resolveFrom } from './resolve.js';
import type { SchemaSource } from './source.js';

interface Argument {
  readonly type: string | null;
  readonly isVector: boolean;
  readonly useVectorId: boolean | null;
  readonly isFlag: boolean;
  readonly flagName: string | null;
  readonly flagIndex: number;
  readonly flagIndicator: boolean;
}

interface Definition {
  readonly name: string;
  readonly namespace?: string;
  readonly constructorId: number;
  readonly argsConfig: Readonly<Record<string, Argument>>;
  readonly result: string;
  readonly isFunction: boolean;
}

const load = createRequire(import.meta.url);
const LAYER = /exports\.LAYER = (\d+);/u;

/** The schema of the installed teleproto; undefined when it is not there. */
export function teleprotoSchema(): SchemaSource | undefined {
  const registry = resolveFrom('teleproto/tl/runtime/registry.js');
  const definitions = resolveFrom('teleproto/tl/generated/api-definitions.js');
  if (registry === undefined || definitions === undefined) return undefined;
  // Read, not loaded: loading it would make all its classes.
  const layer = LAYER.exec(readFileSync(registry, 'utf8'))?.[1];
  if (layer === undefined) return undefined;
  return { layer: Number(layer), text: () => toText(load(definitions) as readonly Definition[]) };
}

function toText(definitions: readonly Definition[]): string {
  const lines = (wanted: boolean): string[] =>
    definitions.filter(({ isFunction }) => isFunction === wanted).map(lineOf);
  return [...lines(false), '---functions---', ...lines(true)].join('\n');
}

function lineOf({ name, namespace, constructorId, argsConfig, result }: Definition): string {
  const own = name.charAt(0).toLowerCase() + name.slice(1);
  const fields = Object.entries(argsConfig).map(
    ([field, argument]) => `${snakeCase(field)}:${typeOf(argument)}`,
  );
  return schemaLine(namespace === undefined ? own : `${namespace}.${own}`, constructorId, fields, result);
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[A-Za-z\d])[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function typeOf(argument: Argument): string {
  if (argument.flagIndicator) return '#';
  const item = argument.type === 'X' ? '!X' : String(argument.type);
  const vector = argument.useVectorId === true ? 'Vector' : 'vector';
  const whole = argument.isVector ? `${vector}<${item}>` : item;
  return argument.isFlag ? `${argument.flagName}.${argument.flagIndex}?${whole}` : whole;
}
