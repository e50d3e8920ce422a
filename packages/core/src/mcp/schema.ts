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
  readonly outputSchema: ObjectSchema;
  readonly annotations: ToolHints;
  readonly [extension: string]: unknown;
}

/** Describes a tool for `tools/list`. Throws on a schema that some client could not take: that is a bug of the tool. */
export function describeTool(tool: Tool<never>): ListedTool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.name, tool.input, 'input'),
    outputSchema: objectSchema(tool.name, tool.output, 'output'),
    annotations: tool.hints,
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
  return { ...rest, type: 'object' };
}
