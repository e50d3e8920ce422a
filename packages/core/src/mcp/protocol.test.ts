import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { createLog } from './log.js';
import { createProtocolServer } from './protocol.js';
import { defineTool, type ElicitedAnswer, type Tool } from './tool.js';

interface Services {
  readonly greeting: string;
}

const HINTS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

function tool(
  handle: Tool<Services, typeof INPUT, typeof OUTPUT>['handle'],
): Tool<Services, typeof INPUT, typeof OUTPUT> {
  return defineTool<Services>()({
    name: 'greet',
    title: 'Greet',
    description: 'Greets somebody.',
    input: INPUT,
    output: OUTPUT,
    hints: HINTS,
    handle,
  });
}

const INPUT = z.strictObject({
  who: z.string().min(1),
  limit: z.int().min(1).max(10).default(3),
  kind: z.enum(['all', 'some']).default('all'),
});
const OUTPUT = z.strictObject({
  text: z.string(),
  hidden_characters: z.int().min(0).max(1_000_000).optional(),
});

interface Setup {
  readonly handle?: Tool<Services, typeof INPUT, typeof OUTPUT>['handle'];
  readonly services?: () => Promise<Outcome<Services>>;
  readonly onForm?: () => Promise<ElicitResult>;
}

async function connect(setup: Setup = {}): Promise<{ client: Client; log: string[] }> {
  const log: string[] = [];
  const handle =
    setup.handle ?? ((args, services) => Promise.resolve(done({ text: `${services.greeting} ${args.who}` })));
  const server = createProtocolServer<Services>({
    name: 'test',
    title: 'Test',
    version: '1.0.0',
    instructions: 'Greets.',
    startIsOver: () => undefined,
    tools: () => Promise.resolve([tool(handle)]),
    services: setup.services ?? (() => Promise.resolve(done({ greeting: 'hello' }))),
    log: createLog({ level: 'debug', redact: (text) => text, write: (line) => log.push(line) }),
  });
  const client = new Client(
    { name: 'c', version: '1' },
    { capabilities: setup.onForm === undefined ? {} : { elicitation: {} } },
  );
  const onForm = setup.onForm;
  if (onForm !== undefined) client.setRequestHandler(ElicitRequestSchema, () => onForm());
  const [left, right] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(left), client.connect(right)]);
  return { client, log };
}

function refusalOf(result: Awaited<ReturnType<Client['callTool']>>): Record<string, unknown> {
  expect(result.isError).toBe(true);
  expect(result).not.toHaveProperty('structuredContent');
  const [first] = z.array(z.object({ type: z.literal('text'), text: z.string() })).parse(result.content);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(first?.text ?? ''));
}

describe('tools over the protocol', () => {
  it('are listed with flat schemas, closed sets and all four hints, without what only costs tokens', async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();
    expect(tools).toEqual([
      {
        name: 'greet',
        title: 'Greet',
        description: 'Greets somebody.',
        inputSchema: {
          type: 'object',
          properties: {
            who: { type: 'string' },
            limit: { type: 'integer', maximum: 10, default: 3 },
            kind: { type: 'string', enum: ['all', 'some'], default: 'all' },
          },
          required: ['who'],
        },
        outputSchema: {
          type: 'object',
          properties: {
            text: { type: 'string' },
            hidden_characters: { type: 'integer', minimum: 0, maximum: 1_000_000 },
          },
          required: ['text'],
          additionalProperties: false,
        },
        annotations: HINTS,
      },
    ]);
  });

  it('answer with the same bytes as text and as structured content', async () => {
    const { client } = await connect();
    const result = await client.callTool({ name: 'greet', arguments: { who: 'Mia' } });
    expect(result.content).toEqual([{ type: 'text', text: '{"text":"hello Mia"}' }]);
    expect(JSON.stringify(result.structuredContent)).toBe('{"text":"hello Mia"}');
  });

  it('show hidden characters of other people and count them', async () => {
    const { client } = await connect({
      handle: () => Promise.resolve(done({ text: 'a\u202Eb می\u200Cخواهم' })),
    });
    const result = await client.callTool({ name: 'greet', arguments: { who: 'x' } });
    expect(result.structuredContent).toEqual({ text: 'a\\u{202E}b می\u200Cخواهم', hidden_characters: 1 });
  });

  it('name every wrong argument, and the one an unknown argument may mean', async () => {
    const { client } = await connect({ services: () => Promise.reject(new Error('must not be reached')) });
    const result = await client.callTool({
      name: 'greet',
      arguments: { who: 3, limt: 5, zebra: 1, limit: 99 },
    });
    const refusal = refusalOf(result);
    expect(refusal['code']).toBe('INPUT_INVALID');
    const problems = z
      .object({ problems: z.array(z.string()) })
      .parse(refusal['data'])
      .problems.join('\n');
    expect(problems).toContain('who: ');
    expect(problems).toContain('limit: ');
    expect(problems).toContain('limt: unknown argument; did you mean limit?');
    expect(problems).toContain('zebra: unknown argument; known: who, limit, kind');
  });

  it('hold no half of a surrogate pair, which no two programs write alike', async () => {
    const { client } = await connect({ services: () => Promise.reject(new Error('must not be reached')) });
    for (const who of ['a\ud800b', ['\udfff'], { name: '\ud800' }]) {
      const result = await client.callTool({ name: 'greet', arguments: { who } });
      expect(refusalOf(result)).toMatchObject({
        code: 'INPUT_INVALID',
        data: { problems: ['who: holds half of a surrogate pair'] },
      });
    }
  });

  it('name the first of very many wrong arguments, in a short answer', async () => {
    const { client } = await connect({ services: () => Promise.reject(new Error('must not be reached')) });
    const wrong = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`unknown-${n}`, n]));
    const result = await client.callTool({ name: 'greet', arguments: { who: 'x', ...wrong } });
    const { problems } = z.object({ problems: z.array(z.string()) }).parse(refusalOf(result)['data']);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('and 9980 more');
  });

  it('log of a late answer that there was one, and nothing that a person typed', async () => {
    const { client, log } = await connect();
    await client.transport?.send({
      jsonrpc: '2.0',
      id: 99,
      result: { action: 'accept', content: { number: 'typed too late' } },
    });
    await client.ping();
    expect(log.join('')).toContain('unknown message ID');
    expect(log.join('')).not.toContain('typed');
  });

  it('refuse with a code, a way out and the wait in the text alone', async () => {
    const { client } = await connect({
      handle: () => Promise.resolve(refuse('FLOOD_WAIT', { retryAfter: 30 })),
    });
    expect(refusalOf(await client.callTool({ name: 'greet', arguments: { who: 'x' } }))).toMatchObject({
      code: 'FLOOD_WAIT',
      retryable: true,
      retry_after: 30,
    });
  });

  it('never show what a handler threw, and log it under the reference that the caller gets', async () => {
    // No word that hexadecimal digits, of which a reference is made, spell by chance.
    const { client, log } = await connect({ handle: () => Promise.reject(new Error('the phrase is quay')) });
    const refusal = refusalOf(await client.callTool({ name: 'greet', arguments: { who: 'x' } }));
    const { reference } = z.object({ reference: z.string() }).parse(refusal['data']);
    expect(JSON.stringify(refusal)).not.toContain('quay');
    expect(log.find((line) => line.includes(reference))).toContain('the phrase is quay');
  });

  it('are refused by the protocol when there is no such tool', async () => {
    const { client } = await connect();
    await expect(client.callTool({ name: 'greeet', arguments: {} })).rejects.toThrow(/did you mean greet/);
  });

  it('report progress to a client that asked for it', async () => {
    const seen: unknown[] = [];
    const { client } = await connect({
      handle: async (_args, _services, call) => {
        await call.progress(1, 2, 'half');
        return done({ text: 'ok' });
      },
    });
    await client.callTool({ name: 'greet', arguments: { who: 'x' } }, undefined, {
      onprogress: (progress) => seen.push(progress),
    });
    expect(seen).toEqual([{ progress: 1, total: 2, message: 'half' }]);
  });

  it('learn of a cancellation through their signal', async () => {
    const aborted = deferred();
    const started = deferred();
    const { client } = await connect({
      handle: async (_args, _services, call) => {
        call.signal.addEventListener('abort', () => aborted.resolve());
        started.resolve();
        await aborted.promise;
        return refuse('CANCELLED');
      },
    });
    const controller = new AbortController();
    const call = client.callTool({ name: 'greet', arguments: { who: 'x' } }, undefined, {
      signal: controller.signal,
    });
    await started.promise;
    controller.abort('enough');
    await expect(call).rejects.toThrow();
    await aborted.promise;
  });
});

const ask: NonNullable<Setup['handle']> = async (_args, _services, call) => {
  const form = {
    message: 'Send it?',
    field: { name: 'number', title: 'Number', description: 'Type it back.' },
  };
  const answer: ElicitedAnswer | 'none' = call.elicit === undefined ? 'none' : await call.elicit(form, 50);
  return done({ text: JSON.stringify(answer) });
};

async function answerTo(onForm?: Setup['onForm']): Promise<unknown> {
  const { client } = await connect({ handle: ask, ...(onForm === undefined ? {} : { onForm }) });
  const result = await client.callTool({ name: 'greet', arguments: { who: 'x' } });
  return JSON.parse(z.object({ text: z.string() }).parse(result.structuredContent).text);
}

describe('a form', () => {
  it('gives what the person typed', async () => {
    expect(
      await answerTo(() => Promise.resolve({ action: 'accept', content: { number: '123456' } })),
    ).toEqual({
      action: 'accept',
      text: '123456',
    });
  });

  it('accepted without content gives no text', async () => {
    expect(await answerTo(() => Promise.resolve({ action: 'accept' }))).toEqual({ action: 'accept' });
  });

  it('can be declined', async () => {
    expect(await answerTo(() => Promise.resolve({ action: 'decline' }))).toEqual({ action: 'decline' });
  });

  it('is withdrawn when nobody answers in time', async () => {
    expect(await answerTo(() => new Promise(() => undefined))).toEqual({ action: 'timeout' });
  });

  it('ends in an error when the client fails', async () => {
    expect(await answerTo(() => Promise.reject(new Error('no')))).toEqual({ action: 'error' });
  });

  it('is not offered by a client without forms', async () => {
    expect(await answerTo()).toBe('none');
  });
});

function nothing(): void {
  return undefined;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = nothing;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
