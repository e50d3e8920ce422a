/** What a client sees of a tool: JSON schemas derived from the tool's zod objects, kept flat for every client. */
import * as z from 'zod';
import type { Tool, ToolHints } from './tool.js';

/** A JSON schema whose root is an object. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

/** One entry of `tools/list`. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema?: ObjectSchema;
  readonly annotations: ToolHints;
  readonly _meta?: Readonly<Record<string, unknown>>;
  readonly [extension: string]: unknown;
}

/** Makes Claude Code ask its user at every call, also where they allowed all tools: its documentation of MCP servers. */
const ASKS_USER = { 'anthropic/requiresUserInteraction': true } as const;

/** Describes a tool for `tools/list`. Throws on a schema that some client could not take: that is a bug of the tool. */
export function describeTool(tool: Tool<never>): ListedTool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.name, tool.input, 'input'),
    ...(tool.image === true ? {} : { outputSchema: objectSchema(tool.name, tool.output, 'output') }),
    annotations: tool.hints,
    ...(tool.asksUser === true ? { _meta: ASKS_USER } : {}),
  };
}

function objectSchema(name: string, schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' });
  if (rest['type'] !== 'object') throw new TypeError(`${name}: the ${io} schema must be an object`);
  for (const word of ['oneOf', 'anyOf', 'allOf', 'not']) {
    if (word in rest) throw new TypeError(`${name}: the ${io} schema must not have ${word} at its root`);
  }
  if (io === 'input' && rest['additionalProperties'] !== false)
    throw new TypeError(`${name}: the input must be strict`);
  return io === 'input' ? objectOf(withoutNoise(rest)) : objectOf(rest);
}

const objectOf = (keywords: object): ObjectSchema => ({ ...keywords, type: 'object' });

/** Bounds that no model comes near by itself, and that the server checks and explains anyhow. */
const UNSAID = new Set([
  'additionalProperties',
  'propertyNames',
  'minLength',
  'maxLength',
  'minItems',
  'minimum',
]);
/** A number is named up to here; greater ones are only there to end somewhere. */
const GREATEST_NAMED = 10_000;

/** Leaves out what a model pays for at every session and learns nothing from. */
function withoutNoise(schema: unknown): object {
  return Object.fromEntries(
    Object.entries(schema ?? {})
      .filter(([keyword, value]) => !isNoise(keyword, value))
      .map(([keyword, value]) => [keyword, isObject(value) ? withoutNoiseIn(keyword, value) : value]),
  );
}

/** Names of arguments are no keywords. */
function withoutNoiseIn(keyword: string, value: object): object {
  if (keyword !== 'properties') return withoutNoise(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutNoise(inner)]));
}

function isNoise(keyword: string, value: unknown): boolean {
  if (keyword === 'default') return value === 0 || value === '' || value === false || isEmptyList(value);
  if (keyword === 'maximum') return typeof value === 'number' && value > GREATEST_NAMED;
  return UNSAID.has(keyword);
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
