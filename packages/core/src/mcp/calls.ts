/** What a client's calls lead to. It is loaded with the first of them: `initialize` is answered without. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  ErrorCode,
  McpError,
  type CallToolRequest,
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
import type { Tool, ToolCall } from './tool.js';

// Handed on so that who answers the first request loads one module.
export { describeTool } from './schema.js';

/** What a call has of its server. */
export interface CalledParts<Services> {
  /** Made at the first call, so that the protocol answers before anything heavy is loaded. */
  readonly services: () => Promise<Outcome<Services>>;
  readonly log: Log;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Answers `tools/call`; throws the protocol's error for a tool that is not known. */
export async function callTool<Services>(
  server: Server,
  parts: CalledParts<Services>,
  known: readonly Tool<Services>[],
  params: CallToolRequest['params'],
  extra: Extra,
): Promise<CallAnswer> {
  const tool = known.find(({ name }) => name === params.name);
  if (tool === undefined) {
    const names = known.map(({ name }) => name);
    const meant = nearest(params.name, names);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name.slice(0, 100)}${hint}`);
  }
  const outcome = await runTool(tool, params.arguments ?? {}, parts, toolCall(server, extra));
  return tool.image === true ? imageAnswer(outcome) : answer(outcome, HIDDEN_FIELD in tool.output.shape);
}

async function runTool<Services>(
  tool: Tool<Services>,
  given: Readonly<Record<string, unknown>>,
  parts: CalledParts<Services>,
  call: ToolCall,
): Promise<Outcome<Record<string, unknown>>> {
  const args = readArguments(tool.input, given);
  return args.ok
    ? withServices(tool.name, parts, (services) => tool.handle(args.value, services, call))
    : args;
}

/** Does something with the services; a fault becomes a refusal with a reference to the log. */
export async function withServices<Services>(
  what: string,
  parts: CalledParts<Services>,
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
