import { dirname } from 'node:path';
import { nearest } from '@tgmcp/core';
import * as z from 'zod';
import { CLIENT_IDS, CLIENTS, whereabouts } from '../clients/clients.js';
import { isRecord } from '../clients/entries.js';
import { quoted } from '../doctor/finding.js';
import { entryNamed, readClientConfig, type Configured } from '../preflight/client-config.js';
import { BridgeError } from './bridge-error.js';
import { expand } from './expand.js';

/** A server as its client would start it. */
export interface FoundServer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What the configuration says; it wins over the environment of the bridge. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  /** Whether the operator lets the client use a tool. */
  allows(tool: string): boolean;
}

const names = z.array(z.string()).optional();
const entrySchema = z.looseObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  cwd: z.string().optional(),
  // Codex and Gemini CLI, each in its own words.
  enabled_tools: names,
  includeTools: names,
  disabled_tools: names,
  excludeTools: names,
});

/** Finds a server in a configuration: in that of Codex unless another one is named. */
export function findServer(
  asked: { readonly config?: string | undefined; readonly server: string },
  env: NodeJS.ProcessEnv,
): FoundServer {
  const file = asked.config ?? CLIENTS.codex.place(whereabouts(env));
  const read = readClientConfig(file);
  if ('problem' in read)
    throw new BridgeError('CONFIG_UNREADABLE', `${read.problem}.`, nextWithout(asked.server, env));
  const found = entryNamed(read.servers, asked.server);
  if (found === undefined)
    throw new BridgeError(
      'SERVER_UNKNOWN',
      `${file} has no server "${asked.server}"; ${thereIs(read.servers, asked.server)}.`,
      `Name one of them with --server. ${nextWithout(asked.server, env)}`,
    );
  const [name, entry] = found;
  return startable(name, entry, file, env);
}

function startable(name: string, entry: unknown, file: string, env: NodeJS.ProcessEnv): FoundServer {
  const unusable = (why: string, next: string): BridgeError =>
    new BridgeError('SERVER_UNUSABLE', `"${name}" in ${file} ${why}.`, next);
  if (isRecord(entry) && (entry['enabled'] === false || entry['disabled'] === true))
    throw unusable('is switched off', 'Whoever operates it can switch it on there.');
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success)
    throw unusable(
      'has no command, arguments and variables that can be used',
      'The bridge starts programs; servers that are reached by a URL need their client. tgmcp config writes an entry.',
    );
  const { command, args, cwd, env: variables, ...rest } = parsed.data;
  // Codex takes its words as they are.
  const fill = (text: string): string => (file.endsWith('.toml') ? text : expand(text, env));
  const only = rest.enabled_tools ?? rest.includeTools;
  const never = rest.disabled_tools ?? rest.excludeTools ?? [];
  return {
    name,
    command: fill(command),
    args: args.map(fill),
    env: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, fill(value)])),
    cwd: cwd === undefined ? undefined : fill(cwd),
    allows: (tool) => (only?.includes(tool) ?? true) && !never.includes(tool),
  };
}

function thereIs(servers: Configured, name: string): string {
  const there = Object.keys(servers);
  if (there.length === 0) return 'it names none';
  const near = nearest(name, there);
  return near === undefined ? `there are ${there.join(', ')}` : `did you mean "${near}"?`;
}

/** Where else such a server is configured, or how it gets there. */
function nextWithout(server: string, env: NodeJS.ProcessEnv): string {
  const where = whereabouts(env);
  const places = CLIENT_IDS.map((id) => CLIENTS[id].place(where)).filter((file) => {
    const read = readClientConfig(file);
    return 'servers' in read && entryNamed(read.servers, server) !== undefined;
  });
  // Whoever made the working folder, as by a clone, says there what is started: nothing to be followed unread.
  const own = places.filter((file) => dirname(file) !== where.folder);
  const [place] = own;
  if (place !== undefined) return `It is in ${own.join(' and ')}: --config ${quoted(place)}`;
  const here =
    places.length === 0 ? '' : ` ${places.join()} has one; look at what it starts before you name it.`;
  return `Name a configuration with --config FILE, or make one: tgmcp config codex --profile full --write${here}`;
}
