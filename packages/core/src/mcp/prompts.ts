/** Prompts in our own form, and how the protocol server answers for them. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';

/** A task that a person picks in their client; it becomes the words with which a model begins. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
  }[];
  /** The words. Arguments that were left out are empty. */
  text(args: Readonly<Record<string, string>>): string;
}

/** The longest argument; what is written there comes from the person. */
const LONGEST = 1000;

/** Answers for prompts; a missing or unknown argument is named. */
export function servePrompts(server: Server, prompts: readonly Prompt[]): void {
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: prompts.map(({ name, title, description, arguments: taken }) => ({
      name,
      title,
      description,
      arguments: taken.map((one) => ({ ...one })),
    })),
  }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = prompts.find(({ name }) => name === params.name);
    if (prompt === undefined) throw invalid(`Unknown prompt: ${params.name.slice(0, 100)}`);
    const given = params.arguments ?? {};
    const known = prompt.arguments.map(({ name }) => name);
    const unknown = Object.keys(given).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw invalid(`${unknown.slice(0, 60)}: unknown argument; known: ${known.join(', ')}`);
    }
    const args: Record<string, string> = {};
    for (const { name, required } of prompt.arguments) {
      const value = (given[name] ?? '').trim();
      if (required && value === '') throw invalid(`${name}: missing`);
      if (value.length > LONGEST) throw invalid(`${name}: longer than ${LONGEST} characters`);
      args[name] = value;
    }
    const content = { type: 'text' as const, text: prompt.text(args) };
    return { description: prompt.description, messages: [{ role: 'user' as const, content }] };
  });
}

const invalid = (message: string): McpError => new McpError(ErrorCode.InvalidParams, message);
