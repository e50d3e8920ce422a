/** One session of reading that uses every tool of the read server, whatever tools it has. */
import type { Agent, Answer } from './mcp-client.js';

/** One call and its answer. */
export interface Read {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly answer: Answer;
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
  readonly required?: readonly string[];
}

/**
 * Calls every tool that the server lists once for each sample that has all the arguments it needs. Throws for a tool that
 * no sample fits: then a sample lacks a name.
 */
export async function readSession(
  agent: Agent,
  samples: readonly Readonly<Record<string, unknown>>[],
): Promise<Read[]> {
  const reads: Read[] = [];
  for (const { name, inputSchema } of (await agent.client.listTools()).tools) {
    const { required: needed = [], properties = {} } = inputSchema as Schema;
    // A list of chats may be left out, but then nothing may be read.
    const required = properties['chats']?.type === 'array' ? [...needed, 'chats'] : needed;
    const fitting = samples.filter((sample) => required.every((argument) => argument in sample));
    if (fitting.length === 0) throw new Error(`${name} needs ${required.join(', ')}`);
    const calls = new Map<string, Record<string, unknown>>();
    for (const sample of fitting) {
      const args = Object.fromEntries(required.map((argument) => [argument, sample[argument]]));
      calls.set(JSON.stringify(args), args);
    }
    for (const args of calls.values()) reads.push({ tool: name, args, answer: await agent.call(name, args) });
  }
  return reads;
}
