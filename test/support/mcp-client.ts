import { StringDecoder } from 'node:string_decoder';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { whatCameBefore } from './raw-server.js';

/** What a tool answered: its result, or the refusal it gave. */
export interface Answer {
  readonly refused: boolean;
  readonly body: Record<string, unknown>;
}

/** A real MCP client talking to a shipped program over stdio. */
export interface Agent {
  readonly client: Client;
  readonly pid: number;
  /** Everything the program wrote to stderr so far. */
  readonly stderr: () => string;
  call(tool: string, args?: Record<string, unknown>, timeoutMs?: number): Promise<Answer>;
  close(): Promise<void>;
}

export interface AgentOptions {
  readonly file: string;
  readonly env: Record<string, string>;
  readonly args?: readonly string[];
  /** Answers forms; without it the client offers none. */
  readonly answerForm?: (params: { message: string }) => ElicitResult | Promise<ElicitResult>;
}

/** Starts a program and connects to it. */
export async function startAgent({ file, env, args = [], answerForm }: AgentOptions): Promise<Agent> {
  const capabilities = answerForm ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: 'tgmcp-test', version: '1.0.0' }, { capabilities });
  if (answerForm) {
    client.setRequestHandler(ElicitRequestSchema, (request) =>
      answerForm({ message: request.params.message }),
    );
  }
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [file, ...args],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'pipe',
  });
  let stderr = '';
  // A character may come in two parts.
  const decoder = new StringDecoder();
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += decoder.write(chunk);
  });
  await client.connect(transport);
  return {
    client,
    pid: transport.pid ?? -1,
    stderr: () => stderr,
    call: async (tool, toolArgs = {}, timeoutMs = 60_000) => {
      const result = await client.callTool({ name: tool, arguments: toolArgs }, undefined, {
        timeout: timeoutMs,
      });
      await whatCameBefore();
      return answerOf(result as { isError?: boolean; content: { type: string; text?: string }[] });
    },
    close: () => client.close(),
  };
}

function answerOf(result: { isError?: boolean; content: { type: string; text?: string }[] }): Answer {
  const text = result.content.find(({ type }) => type === 'text')?.text ?? '';
  return { refused: result.isError === true, body: JSON.parse(text) as Record<string, unknown> };
}
