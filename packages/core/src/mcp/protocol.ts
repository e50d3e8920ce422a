/** The protocol server over the SDK: `tools/list` and `tools/call` for tools declared in our own form. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { CallAnswer } from './answer.js';
import type { CalledParts } from './calls.js';
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
  /** Asked for once, when a client first wants them. */
  readonly tools: () => Promise<readonly Tool<Services>[]>;
  readonly resources?: readonly ResourceTemplate<Services>[];
  readonly prompts?: readonly Prompt[];
}

/** Builds the server; the caller connects it to a transport. */
export function createProtocolServer<Services>(parts: ProtocolParts<Services>): Server {
  const { resources = [], prompts = [] } = parts;
  let loading: Promise<readonly Tool<Services>[]> | undefined;
  const tools = (): Promise<readonly Tool<Services>[]> => (loading ??= parts.tools());
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
    const { describeTool } = await import('./calls.js');
    listed ??= (await tools()).map((tool) => describeTool(tool));
    return { tools: listed };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallAnswer> => {
    const known = await tools();
    const { callTool } = await import('./calls.js');
    return callTool(server, parts, known, params, extra);
  });
  if (resources.length > 0)
    serveResources(server, resources, async (read) => {
      const { withServices } = await import('./calls.js');
      return withServices('resource', parts, read);
    });
  if (prompts.length > 0) servePrompts(server, prompts);
  server.onerror = (error) => parts.log.warn(`protocol: ${withoutContent(error.message)}`);
  return server;
}

const MOST_LOGGED = 300;

/** The SDK repeats whole messages that it cannot place, and one may be what a person typed into a form too late. */
function withoutContent(message: string): string {
  return message.replace(/: \{.*$/s, '').slice(0, MOST_LOGGED);
}

function unusedValidator(): never {
  throw new Error('no schema is validated by the SDK');
}
