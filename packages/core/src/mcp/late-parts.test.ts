import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { createLog } from './log.js';
import { createProtocolServer } from './protocol.js';
import { defineTool } from './tool.js';

const HINTS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const TOOL = defineTool<object>()({
  name: 'greet',
  title: 'Greet',
  description: 'Greets.',
  input: z.strictObject({}),
  output: z.strictObject({ text: z.string() }),
  hints: HINTS,
  handle: () => Promise.resolve(done({ text: 'hello' })),
});
const FAULT = "EMFILE: too many open files, open '/home/ann/tgmcp/part-7.js'";

/** A server whose tools cannot be loaded the first time. */
async function connect(): Promise<{ client: Client; log: string[] }> {
  const log: string[] = [];
  let tries = 0;
  const server = createProtocolServer<object>({
    name: 'test',
    title: 'Test',
    version: '1.0.0',
    instructions: 'Greets.',
    startIsOver: () => undefined,
    tools: () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error(FAULT)) : Promise.resolve([TOOL]);
    },
    services: () => Promise.resolve(done({})),
    log: createLog({ level: 'warn', redact: (text) => text, write: (line) => log.push(line) }),
  });
  const client = new Client({ name: 'c', version: '1' }, { capabilities: {} });
  const [left, right] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(left), client.connect(right)]);
  return { client, log };
}

describe('a part that cannot be loaded', () => {
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['tools/list', (client) => client.listTools()],
    ['tools/call', (client) => client.callTool({ name: 'greet', arguments: {} })],
  ])('is told to who sends %s with a way on and a reference to the log, and tried anew', async (_, send) => {
    const { client, log } = await connect();
    const told = await send(client).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(told).not.toContain('EMFILE');
    expect(told).not.toContain('/home/ann');
    expect(told).toContain('start the server again');
    const reference = /reference ([0-9a-f]{8}) /u.exec(told)?.[1] ?? 'none';
    expect(log.filter((line) => line.includes(reference)).join('')).toContain(FAULT);
    const again = await send(client);
    expect(JSON.stringify(again)).toMatch(/greet|hello/u);
    expect(log).toHaveLength(1);
  });
});
