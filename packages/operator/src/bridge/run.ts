import { isPhraseHash, nearest } from '@tgmcp/core';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { isRecord } from '../clients/entries.js';
import { EXIT, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { quoted } from '../doctor/finding.js';
import { toolArguments, type ArgumentsAsked } from './arguments.js';
import { BridgeError } from './bridge-error.js';
import { connect, type Connection } from './connection.js';
import { findServer, type FoundServer } from './find-server.js';
import { serverEnvironment, type RuntimeAsked } from './server-environment.js';
import { didNothingMore, LOOK } from './stopping.js';
import { repeating, withoutFlow, writeCall } from './write-call.js';

/** Which server, and how it is started. */
export interface BridgeAsked extends RuntimeAsked {
  readonly config?: string | undefined;
  readonly server: string;
  /** Seconds that the server has to answer after its start. */
  readonly startTimeout: number;
}

/** What `write-call` is told besides a tool and its arguments. */
export interface WriteOptions extends ArgumentsAsked {
  readonly confirmationText?: string;
  readonly approvalCode?: string;
  readonly approvalWaitSec: 'auto' | number;
  readonly waitApproval?: number;
}

interface Bridged {
  readonly connection: Connection;
  readonly server: FoundServer;
  /** A context whose settings are those of the server. */
  readonly beside: Context;
  readonly print: (value: unknown) => void;
}

/** `bridge tools`: the tools of the server, with their arguments. */
export function bridgeTools(asked: BridgeAsked, context: Context): Promise<ExitCode> {
  return reported(context, () =>
    withServer(asked, context, async ({ connection, print }) => {
      const tools = await connection.tools();
      print({
        tools: tools.map(({ name, description, inputSchema }) => ({
          name,
          description,
          input_schema: inputSchema,
        })),
      });
      return EXIT.ok;
    }),
  );
}

/** `bridge call`: one call, as it is. */
export function bridgeCall(
  asked: BridgeAsked,
  tool: string,
  options: ArgumentsAsked,
  context: Context,
): Promise<ExitCode> {
  return reported(context, async () => {
    const args = await toolArguments(options, context.console);
    return withServer(asked, context, async (bridged) => {
      const { refused, body } = await bridged.connection.call(await findTool(bridged, tool), args);
      bridged.print(body);
      return refused ? EXIT.refused : EXIT.ok;
    });
  });
}

/** `bridge write-call`: preview, approval, execution. */
export function bridgeWriteCall(
  asked: BridgeAsked,
  tool: string,
  options: WriteOptions,
  context: Context,
): Promise<ExitCode> {
  return reported(context, async () => {
    const args = withoutFlow(await toolArguments(options, context.console));
    const told = context.env['TG_ACTIONS_CONFIRMATION_PHRASE'];
    const toWrite = {
      args,
      approvalCode: options.approvalCode,
      // Whoever calls may hand over what they were told; the operator's own files are not asked for it.
      confirmationText:
        options.confirmationText ?? (told === undefined || isPhraseHash(told) ? undefined : told),
      waitSec: options.approvalWaitSec,
      approvalSec: options.waitApproval,
      goOn: `tgmcp bridge ${where(asked)}write-call ${tool} --args-json ${quoted(JSON.stringify(args))}`,
    };
    const work = async (bridged: Bridged): Promise<ExitCode> => {
      const found = await findTool(bridged, tool);
      const { inputSchema } = found;
      const properties = isRecord(inputSchema.properties) ? inputSchema.properties : {};
      if (properties['dry_run'] === undefined || properties['approval_code'] === undefined)
        throw new BridgeError(
          'NO_WRITE_TOOL',
          `${tool} is no write with a preview and an approval of its own.`,
          `Use: tgmcp bridge call ${tool}`,
        );
      const written = await writeCall({ tool: found, ...toWrite }, bridged.connection, bridged.beside);
      const { refused, ...rest } = written;
      bridged.print(rest);
      if (rest.next !== undefined) return EXIT.unfinished;
      return refused ? EXIT.refused : EXIT.ok;
    };
    try {
      return await withServer(asked, context, work);
    } catch (error) {
      const again = repeating(toWrite);
      throw again !== undefined && error instanceof BridgeError ? ofThisRun(error, again) : error;
    }
  });
}

/** Of a server that was gone before the write: what is said of this run is no answer to what became of an earlier one. */
function ofThisRun(error: BridgeError, again: string): BridgeError {
  const { code, message, log, mayHaveCalled } = error;
  const isGone = code === 'SERVER_NOT_STARTED' || code === 'SERVER_ENDED';
  return isGone && !mayHaveCalled ? new BridgeError(code, message, didNothingMore(again, LOOK), log) : error;
}

/** The options of the bridge that a later call needs, too. */
function where({ config, server }: BridgeAsked): string {
  return `${config === undefined ? '' : `--config ${quoted(config)} `}--server ${quoted(server)} `;
}

/** Says what kept the bridge from its work, as JSON. */
async function reported({ console }: Context, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    console.note(error.toJson());
    return EXIT.usage;
  }
}

async function withServer(
  asked: BridgeAsked,
  context: Context,
  work: (bridged: Bridged) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { console } = context;
  const server = findServer(asked, context.env);
  const { env, left } = serverEnvironment(context.env, server.env, asked);
  if (left.length > 0)
    console.note(
      `Not passed on, because the operator's files decide it: ${left.join(', ')}. See docs/BRIDGE.md.`,
    );
  const connection = await connect(server, env, asked.startTimeout * 1000);
  try {
    const indent = console.interactive ? 2 : undefined;
    const print = (value: unknown): void => console.print(JSON.stringify(value, null, indent));
    return await work({ connection, server, beside: { ...context, env }, print });
  } finally {
    await connection.close();
  }
}

async function findTool({ connection, server }: Bridged, name: string): Promise<Tool> {
  if (!server.allows(name))
    throw new BridgeError(
      'TOOL_NOT_ALLOWED',
      `The configuration of "${server.name}" does not let its client use ${name}.`,
      'Ask whoever operates it; the bridge holds to it.',
    );
  const tools = await connection.tools();
  const found = tools.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  throw new BridgeError(
    'TOOL_UNKNOWN',
    `"${server.name}" has no tool ${name}.`,
    near === undefined ? 'See them with: tgmcp bridge tools' : `Did you mean ${near}?`,
  );
}
