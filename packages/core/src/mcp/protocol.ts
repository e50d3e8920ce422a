/** The protocol server over the SDK: `tools/list` and `tools/call` for tools declared in our own form. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { loadOnce } from '../runtime/load-once.js';
import type { CallAnswer } from './answer.js';
import type { CalledParts } from './calls.js';
import type { Log } from './log.js';
import { servePrompts, type Prompt } from './prompts.js';
import { serveResources, type ResourceTemplate } from './resources.js';
import type { ListedTool } from './schema.js';
import type { Tool } from './tool.js';

/** What a server is made of. */
export interface ProtocolParts<Services> extends CalledParts<Services> {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** What a model is told about the server as a whole; under 2 KB, because clients cut there. */
  readonly instructions: string;
  /** Asked for when a client first wants them, and never again once they are there. */
  readonly tools: () => Promise<readonly Tool<Services>[]>;
  /** Called before each time that something may be loaded. */
  readonly startIsOver: () => void;
  readonly resources?: readonly ResourceTemplate<Services>[];
  readonly prompts?: readonly Prompt[];
}

/** Builds the server; the caller connects it to a transport. */
export function createProtocolServer<Services>(parts: ProtocolParts<Services>): Server {
  const { resources = [], prompts = [] } = parts;
  const loadTools = loadOnce(parts.tools);
  const toolset = () =>
    late(parts, async () => ({ tools: await loadTools(), calls: await import('./calls.js') }));
  const server = new Server(
    { name: parts.name, title: parts.title, version: parts.version },
    {
      capabilities: {
        tools: {},
        ...(resources.length > 0 ? { resources: {} } : {}),
        ...(prompts.length > 0 ? { prompts: {} } : {}),
      },
      instructions: parts.instructions,
      // Forms are checked by whoever asks; the SDK's own validator costs start-up time and is never used.
      jsonSchemaValidator: { getValidator: unusedValidator },
    },
  );
  let listed: ListedTool[] | undefined;
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    const { tools, calls } = await toolset();
    listed ??= tools.map((tool) => calls.describeTool(tool));
    return { tools: listed };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallAnswer> => {
    const { tools, calls } = await toolset();
    return calls.callTool(server, parts, tools, params, extra);
  });
  if (resources.length > 0)
    serveResources(server, resources, async (read) => {
      const { withServices } = await late(parts, () => import('./calls.js'));
      return withServices('resource', parts, read);
    });
  if (prompts.length > 0) servePrompts(server, prompts);
  server.onerror = (error) => parts.log.warn(`protocol: ${withoutContent(error.message)}`);
  return server;
}

/** What a start does without. Where it cannot be loaded, the system's words, with paths in them, are for the log alone. */
async function late<T>(
  { startIsOver, log }: { readonly startIsOver: () => void; readonly log: Log },
  load: () => Promise<T>,
): Promise<T> {
  startIsOver();
  try {
    return await load();
  } catch (error) {
    const reference = crypto.randomUUID().slice(0, 8);
    log.error(`fault ${reference} in loading a part: ${details(error)}`);
    throw new McpError(
      ErrorCode.InternalError,
      `A part of the server could not be loaded (reference ${reference} in its log). Try again; if that fails, too, start the server again`,
    );
  }
}

function details(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const MOST_LOGGED = 300;

/** The SDK repeats whole messages that it cannot place, and one may be what a person typed into a form too late. */
function withoutContent(message: string): string {
  return message.replace(/: \{.*$/s, '').slice(0, MOST_LOGGED);
}

function unusedValidator(): never {
  throw new Error('no schema is validated by the SDK');
}
