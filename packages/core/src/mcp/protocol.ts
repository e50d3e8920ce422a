/** The protocol server over the SDK: `tools/list` and `tools/call` for tools declared in our own form. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { Outcome } from '../errors/outcome.js';
import { refusalFromThrow } from '../errors/from-throw.js';
import { withOneAllowance } from '../pacing/sleep-allowance.js';
import { nearest } from '../text/nearest.js';
import { answer, HIDDEN_FIELD, imageAnswer, type CallAnswer } from './answer.js';
import { readArguments } from './arguments.js';
import { elicit } from './elicitation.js';
import type { Log } from './log.js';
import { servePrompts, type Prompt } from './prompts.js';
import { serveResources, type ResourceTemplate } from './resources.js';
import { describeTool, type ListedTool } from './schema.js';
import type { Tool, ToolCall } from './tool.js';

/** What a server is made of. */
export interface ProtocolParts<Services> {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** What a model is told about the server as a whole; under 2 KB, because clients cut there. */
  readonly instructions: string;
  /** Asked for once, when a client first wants them. */
  readonly tools: () => Promise<readonly Tool<Services>[]>;
  readonly resources?: readonly ResourceTemplate<Services>[];
  readonly prompts?: readonly Prompt[];
  /** Made at the first call, so that the protocol answers before anything heavy is loaded. */
  readonly services: () => Promise<Outcome<Services>>;
  readonly log: Log;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

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
    listed ??= (await tools()).map((tool) => describeTool(tool));
    return { tools: listed };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallAnswer> => {
    const known = await tools();
    const tool = known.find(({ name }) => name === params.name);
    if (tool === undefined) {
      const names = known.map(({ name }) => name);
      const meant = nearest(params.name, names);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name.slice(0, 100)}${hint}`);
    }
    const outcome = await runTool(tool, params.arguments ?? {}, parts, toolCall(server, extra));
    return tool.image === true ? imageAnswer(outcome) : answer(outcome, HIDDEN_FIELD in tool.output.shape);
  });
  if (resources.length > 0)
    serveResources(server, resources, (read) => withServices('resource', parts, read));
  if (prompts.length > 0) servePrompts(server, prompts);
  server.onerror = (error) => parts.log.warn(`protocol: ${withoutContent(error.message)}`);
  return server;
}

async function runTool<Services>(
  tool: Tool<Services>,
  given: Readonly<Record<string, unknown>>,
  parts: ProtocolParts<Services>,
  call: ToolCall,
): Promise<Outcome<Record<string, unknown>>> {
  const args = readArguments(tool.input, given);
  return args.ok
    ? withServices(tool.name, parts, (services) => tool.handle(args.value, services, call))
    : args;
}

/** Does something with the services; a fault becomes a refusal with a reference to the log. */
async function withServices<Services>(
  what: string,
  parts: ProtocolParts<Services>,
  work: (services: Services) => Promise<Outcome<Record<string, unknown>>>,
): Promise<Outcome<Record<string, unknown>>> {
  const started = performance.now();
  let outcome: Outcome<Record<string, unknown>>;
  try {
    const services = await parts.services();
    outcome = services.ok ? await withOneAllowance(() => work(services.value)) : services;
  } catch (error) {
    outcome = refusalFromThrow(error, (reference, details) => {
      parts.log.error(`fault ${reference} in ${what}: ${details}`);
    });
  }
  const ended = outcome.ok ? 'done' : outcome.refusal.code;
  parts.log.debug(`${what} ${ended} ${Math.round(performance.now() - started)} ms`);
  return outcome;
}

function toolCall(server: Server, extra: Extra): ToolCall {
  const token = extra._meta?.progressToken;
  const capability = server.getClientCapabilities()?.elicitation;
  const offersForms =
    capability !== undefined && (capability.form !== undefined || capability.url === undefined);
  const client = server.getClientVersion();
  return {
    signal: extra.signal,
    client: client && { name: client.name, version: client.version },
    wantsProgress: token !== undefined,
    progress: async (progress, total, message) => {
      if (token === undefined) return;
      const params = { progressToken: token, progress, message, ...(total === undefined ? {} : { total }) };
      try {
        await extra.sendNotification({ method: 'notifications/progress', params });
      } catch (error) {
        server.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    },
    elicit: offersForms
      ? (form, timeoutMs) =>
          elicit(
            (request, schema, options) => extra.sendRequest(request, schema, options),
            form,
            timeoutMs,
            extra.signal,
          )
      : undefined,
  };
}

const MOST_LOGGED = 300;

/** The SDK repeats whole messages that it cannot place, and one may be what a person typed into a form too late. */
function withoutContent(message: string): string {
  return message.replace(/: \{.*$/s, '').slice(0, MOST_LOGGED);
}

function unusedValidator(): never {
  throw new Error('no schema is validated by the SDK');
}
