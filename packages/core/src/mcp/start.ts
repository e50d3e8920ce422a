/** Starts a server: settings, log, protocol on stdio, and an end with its client. */
import process from 'node:process';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';
import { loadSettings } from '../config/load.js';
import type { Project } from '../config/project.js';
import { redact } from '../config/redact.js';
import type { Settings } from '../config/settings.js';
import type { Outcome } from '../errors/outcome.js';
import { keepHeapSmall } from '../runtime/heap.js';
import { claimProcess, endWithClient } from './lifecycle.js';
import { boundedLines } from './bounded-lines.js';
import { isInspected } from './inspector.js';
import { createLog, logLevel, type Log } from './log.js';
import type { Prompt } from './prompts.js';
import { createProtocolServer } from './protocol.js';
import type { ResourceTemplate } from './resources.js';
import { writeToStderr } from './stderr.js';
import { tooLongAnswer } from './too-long.js';
import type { Tool } from './tool.js';

/** What a runtime is made from. */
export interface RuntimeContext {
  readonly settings: Settings;
  readonly project: Project;
  readonly log: Log;
}

/** What the services of a server are made from. */
export interface StartContext extends RuntimeContext {
  /** Called, as often as one likes, before anything is loaded that a start does without. */
  readonly startIsOver: () => void;
}

/** What tools get, made at the first call; `close` ends whatever `open` began and may be called without it. */
export interface ServiceSource<Services> {
  open(): Promise<Outcome<Services>>;
  close(): Promise<void>;
}

/** One server program. */
export interface ServerProgram<Services> {
  readonly program: 'read' | 'actions';
  readonly title: string;
  readonly version: string;
  /** What a model is told as a whole. */
  readonly instructions: string | ((settings: Settings) => string);
  /** The tools that the settings leave. Asked for when a client first wants them, so that they need not slow the start. */
  readonly tools: (settings: Settings) => Promise<readonly Tool<Services>[]>;
  readonly resources?: readonly ResourceTemplate<Services>[];
  readonly prompts?: (settings: Settings) => readonly Prompt[];
  readonly services: (context: StartContext) => ServiceSource<Services>;
}

/** Answers somebody who looks at the program by hand; true when there is nothing else to do. */
function answerByHand(name: string, version: string, args: readonly string[]): boolean {
  if (args.includes('--version')) {
    process.stdout.write(`${name} ${version}\n`);
    return true;
  }
  const asked = args.includes('--help');
  if (asked || process.stdin.isTTY) {
    writeToStderr(
      `${name} ${version} is an MCP server: an MCP client starts it and speaks to it on stdin and stdout.\n` +
        'Its settings are environment variables or lines of a .env file. Log in with: tgmcp login\n',
    );
  }
  return asked;
}

/** A schema keeps for good what holds while it is made, so all that is loaded from here on is made to be used often. */
function startIsOver(): void {
  keepHeapSmall();
  z.config({ jitless: false });
}

/** Bytes of one message: more than the longest argument of a tool, a file of 30,000,000 characters. */
const MOST_LINE = 40_000_000;

/** Exit code for settings or arguments that cannot be used. */
const BAD_USAGE = 2;

/** Runs the program until its client goes away. Only settings that cannot be parsed keep it from starting. */
export async function startServer<Services>(
  program: ServerProgram<Services>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  claimProcess();
  const name = `tgmcp-${program.program}`;
  const args = process.argv.slice(2);
  if (answerByHand(name, program.version, args)) return;
  if (args.length > 0) {
    writeToStderr(
      `${name} takes no arguments but --help and --version: ${args.join(' ')}\nIts settings are environment variables or lines of a .env file.\n`,
    );
    process.exitCode = BAD_USAGE;
    return;
  }
  const loaded = loadSettings(program.program, env);
  if (!loaded.ok) {
    const lines = loaded.problems.map((problem) => `  ${problem}\n`);
    writeToStderr(
      `${name} cannot start, ${loaded.problems.length} setting(s) to correct:\n${lines.join('')}`,
    );
    process.exitCode = BAD_USAGE;
    return;
  }
  const { settings, project } = loaded;
  if (isInspected(env['NODE_OPTIONS'] ?? '') && !settings.TG_ALLOW_INSPECTOR) {
    writeToStderr(
      `${name} does not run under a debugger, which could read the Telegram session out of it. Take --inspect away, or set TG_ALLOW_INSPECTOR=1.\n`,
    );
    process.exitCode = BAD_USAGE;
    return;
  }
  const log = createLog({
    level: logLevel(settings),
    format: settings.TG_LOG_FORMAT,
    redact: (text) => redact(text, settings),
    write: writeToStderr,
  });
  for (const warning of loaded.warnings) log.warn(warning);
  const services = program.services({ settings, project, log, startIsOver });
  // For a schema that checks a few messages, compiling a parser costs more than it saves.
  z.config({ jitless: true });
  const { instructions } = program;
  const server = createProtocolServer({
    ...program,
    startIsOver,
    tools: () => program.tools(settings),
    instructions: typeof instructions === 'string' ? instructions : instructions(settings),
    prompts: program.prompts?.(settings) ?? [],
    name: settings.TG_MCP_SERVER_NAME === '' ? name : settings.TG_MCP_SERVER_NAME,
    services: () => services.open(),
    log,
  });
  const end = endWithClient(log, async () => {
    await server.close();
    await services.close();
  });
  server.onclose = () => end('protocol closed');
  const lines = boundedLines(MOST_LINE, (line) => {
    log.warn(`a message of more than ${MOST_LINE} bytes was dropped`);
    process.stdout.write(tooLongAnswer(line, MOST_LINE));
  });
  // The transport gives up with everything under way when its buffer is full, so that has to be the larger bound.
  const transport = new StdioServerTransport(process.stdin.pipe(lines), process.stdout, {
    maxBufferSize: 2 * MOST_LINE,
  });
  await server.connect(transport);
}
