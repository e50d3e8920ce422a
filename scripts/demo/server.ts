import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';
import { DemoFailure } from './expect.js';
import type { Stage } from './stage.js';

const refusalSchema = z.object({
  code: z.string(),
  message: z.string(),
  next_step: z.string(),
  retry_after: z.number().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** A refusal as a client sees it. */
export type SeenRefusal = z.infer<typeof refusalSchema>;
type Args = Readonly<Record<string, unknown>>;

/** One shipped server, run over stdio by the SDK's client as an agent's client runs it. */
export interface Server {
  readonly tools: readonly string[];
  /** Calls a tool that must succeed; `schema` picks what the demo looks at. */
  ask<T>(tool: string, args: Args, schema: z.ZodType<T>): Promise<T>;
  /** Calls a tool that must be refused. */
  mustRefuse(tool: string, args: Args, ...codes: string[]): Promise<SeenRefusal>;
  /** Everything the agent has received from this server, as text. */
  received(): string;
}

/** Starts `packages/NAME/bundle/NAME.js` with these settings; nothing of the caller's TG_* environment reaches it. */
export async function startServer(
  name: 'tgmcp-read' | 'tgmcp-actions',
  env: Readonly<Record<string, string>>,
  { transcript, cleanup }: Stage,
): Promise<Server> {
  const program = fileURLToPath(new URL(`../../../packages/${name}/bundle/${name}.js`, import.meta.url));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program],
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'pipe',
  });
  const log: string[] = [];
  transport.stderr?.on('data', (bytes: Buffer) => log.push(bytes.toString('utf8')));
  const client = new Client({ name: 'tgmcp-demo', version: '0.1.0' });
  cleanup.later(() => client.close());
  const fail = (what: string) => new DemoFailure(`${name}: ${what}\n${log.join('').trim()}`);
  await client.connect(transport).catch((error: unknown) => {
    throw fail(`did not start (${error instanceof Error ? error.message : String(error)})`);
  });
  const heard: string[] = [];
  const listed = await client.listTools();
  heard.push(JSON.stringify(listed), client.getInstructions() ?? '');

  async function call(tool: string, args: Args): Promise<{ refused: boolean; answer: unknown }> {
    transcript.asked(name, tool, args);
    const result = await client.callTool({ name: tool, arguments: { ...args } });
    heard.push(JSON.stringify(result));
    const content = z.array(z.object({ type: z.literal('text'), text: z.string() })).parse(result.content);
    return { refused: result.isError === true, answer: JSON.parse(content[0]?.text ?? 'null') };
  }

  return {
    tools: listed.tools.map((tool) => tool.name),
    async ask(tool, args, schema) {
      const { refused, answer } = await call(tool, args);
      if (refused) throw fail(`${tool} was refused: ${JSON.stringify(answer)}`);
      const parsed = schema.safeParse(answer);
      if (!parsed.success) throw fail(`${tool} answered in another shape: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    },
    async mustRefuse(tool, args, ...codes) {
      const { refused, answer } = await call(tool, args);
      if (!refused) throw fail(`${tool} should have been refused with ${codes.join(' or ')}`);
      const refusal = refusalSchema.parse(answer);
      if (!codes.includes(refusal.code))
        throw fail(`${tool}: ${JSON.stringify(refusal)}, not ${codes.join(' or ')}`);
      const wait = refusal.retry_after === undefined ? '' : ` retry_after: ${refusal.retry_after} s.`;
      transcript.refused(refusal.code, `${refusal.message}${wait}`);
      return refusal;
    },
    received: () => heard.join('\n'),
  };
}
