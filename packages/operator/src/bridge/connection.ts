import { VERSION } from '@tgmcp/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  ErrorCode,
  McpError,
  type CallToolResult,
  type ListToolsResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { isRecord } from '../clients/entries.js';
import { BridgeError } from './bridge-error.js';
import type { FoundServer } from './find-server.js';

/** What a tool answered: its own JSON, and whether that is a refusal. */
export interface Called {
  readonly refused: boolean;
  readonly body: Record<string, unknown>;
}

/** A server that runs as long as the bridge does. */
export interface Connection {
  tools(): Promise<Tool[]>;
  call(tool: Tool, args: Record<string, unknown>): Promise<Called>;
  /** Ends the server. */
  close(): Promise<void>;
}

/** Longer than the server waits for Telegram and for a person together. */
const CALL_MS = 300_000;
/** More than any server has. */
const MOST_PAGES = 1_000;
const LOG_LINES = 5;
const INVALID_PARAMS: number = ErrorCode.InvalidParams;
const REQUEST_TIMEOUT: number = ErrorCode.RequestTimeout;

/** Starts a server and greets it; it has `startMs` to answer. Throws a {@link BridgeError} when it cannot be talked to. */
export async function connect(
  server: FoundServer,
  env: Record<string, string>,
  startMs: number,
): Promise<Connection> {
  const client = new Client({ name: 'tgmcp-bridge', version: VERSION }, { capabilities: {} });
  const { command, args, cwd } = server;
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env,
    stderr: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk.toString()}`.slice(-4000);
  });
  let isNoise = false;
  client.onerror = (error) => {
    // The protocol's own errors come as answers to requests; what is left is a line that is none.
    isNoise ||= error instanceof SyntaxError;
  };
  let isOver = false;
  client.onclose = () => {
    isOver = true;
  };
  const said = (): string[] => telling(log.trimEnd().split('\n').filter(Boolean));
  const closed = async (): Promise<void> => client.close().catch(() => undefined);
  try {
    await client.connect(transport, { timeout: startMs });
  } catch (error) {
    await closed();
    throw notStarted(error, server, { isNoise, said: said(), startMs });
  }
  /** One request; `unanswered` says what is true when no answer comes. */
  const asked = async <T>(request: () => Promise<T>, unanswered: string): Promise<T> => {
    // Nothing is handed to a server that is gone already.
    const next = isOver ? NOTHING_CALLED : unanswered;
    try {
      return await request();
    } catch (error) {
      if (error instanceof McpError && error.code === INVALID_PARAMS)
        throw new BridgeError(
          'ARGUMENTS_INVALID',
          error.message,
          'Look at its arguments: tgmcp bridge tools',
        );
      const why = isTimeout(error)
        ? `did not answer within ${CALL_MS / 1000} s`
        : 'ended, or answered what is no answer, before it was done';
      throw new BridgeError('SERVER_ENDED', `"${server.name}" ${why}.`, next, said(), next === UNKNOWN);
    }
  };
  const options = { timeout: CALL_MS, maxTotalTimeout: CALL_MS };
  return {
    async tools() {
      const all = await allPages(
        (cursor) =>
          asked(() => client.listTools(cursor === undefined ? {} : { cursor }, options), NOTHING_CALLED),
        server.name,
      );
      return all.filter(({ name }) => server.allows(name));
    },
    async call({ name, annotations, inputSchema }, toolArgs) {
      // A server that does not know the word may well carry out what it is asked for.
      const previews = toolArgs['dry_run'] === true && inputSchema.properties?.['dry_run'] !== undefined;
      const reads = annotations?.readOnlyHint === true || previews;
      const result = await asked(
        () => client.callTool({ name, arguments: toolArgs }, undefined, options),
        reads ? NOTHING_CHANGED : UNKNOWN,
      );
      return calledWith(result as CallToolResult);
    },
    close: closed,
  };
}

const LOOK = 'Look at: tgmcp doctor; then call it again';
const NOTHING_CALLED = `No tool was called, so nothing was done. ${LOOK}.`;
const NOTHING_CHANGED = `Such a call changes nothing in Telegram; what it has fetched so far may be on disk. ${LOOK}.`;
const UNKNOWN =
  'Whether a write was carried out is not known: repeat the same call with the same approval_code, which never sends twice.';

/** Every page of a list of tools. A server that names a page twice would be asked without end. */
async function allPages(
  list: (cursor: string | undefined) => Promise<ListToolsResult>,
  name: string,
): Promise<Tool[]> {
  const all: Tool[] = [];
  const cursors = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor);
    all.push(...page.tools);
    cursor = page.nextCursor;
    if (cursor === undefined) return all;
    if (cursors.has(cursor)) throw endless(name, 'names one page twice');
    if (cursors.size === MOST_PAGES) throw endless(name, `gives more than ${MOST_PAGES} pages`);
    cursors.add(cursor);
  }
}

function endless(name: string, why: string): BridgeError {
  return new BridgeError(
    'SERVER_UNUSABLE',
    `"${name}" ${why} of its list of tools, which so has no end.`,
    'No tool was called. This is a fault of that server: look whether there is a newer version of it.',
  );
}

/** Of a log the last lines; of a crash, whose last lines tell nothing, the one that names it. */
function telling(lines: readonly string[]): string[] {
  const named = lines.findLast((line) => /^(?:\w*Error|\w+ \[\w+\]): /u.test(line));
  return named === undefined ? lines.slice(-LOG_LINES) : [named];
}

function calledWith({ isError, structuredContent, content }: CallToolResult): Called {
  const text = content.length === 1 && content[0]?.type === 'text' ? content[0].text : undefined;
  return { refused: isError === true, body: structuredContent ?? objectIn(text) ?? { content } };
}

function objectIn(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof McpError && error.code === REQUEST_TIMEOUT;
}

function notStarted(
  error: unknown,
  { name, command }: FoundServer,
  seen: { readonly isNoise: boolean; readonly said: readonly string[]; readonly startMs: number },
): BridgeError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const next =
    'No tool was called, so nothing was done. Look at its entry in the configuration, and at: tgmcp doctor. A new entry: tgmcp config codex --profile full --write';
  if (typeof code === 'string')
    return new BridgeError('SERVER_NOT_STARTED', `"${name}" cannot be started: ${command} (${code}).`, next);
  const why = isTimeout(error)
    ? `did not answer within ${seen.startMs / 1000} s`
    : 'ended before it answered';
  const noise = seen.isNoise ? ' and wrote to stdout what is no JSON' : '';
  return new BridgeError('SERVER_NOT_STARTED', `"${name}" ${why}${noise}.`, next, seen.said);
}
