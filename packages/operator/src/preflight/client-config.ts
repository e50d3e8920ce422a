import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isRecord } from '../clients/entries.js';
import { readJson } from '../clients/merge-json.js';
import { readToml } from '../clients/merge-toml.js';

const texts = z.array(z.string());
const serverSchema = z.looseObject({
  command: z.string().optional(),
  args: texts.default([]),
  env: z.record(z.string(), z.string()).default({}),
});
const ROOTS = ['mcpServers', 'servers', 'mcp_servers'] as const;

/** How a client starts a server. */
export type ConfiguredServer = z.infer<typeof serverSchema>;

/** Servers by name, as they stand in a file. */
export type Configured = Readonly<Record<string, unknown>>;

/**
 * The servers in a client's configuration, or why it cannot be read: TOML with `mcp_servers`, or JSON, comments allowed,
 * with `mcpServers` or `servers`. Problems repeat nothing of the file, which may hold a secret.
 */
export function readClientConfig(
  file: string,
): { readonly servers: Configured } | { readonly problem: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it is no file';
    return { problem: `${file} cannot be read (${code})` };
  }
  const read = file.endsWith('.toml') ? readToml(text) : readJson(text.replace(/^\uFEFF/u, ''), true);
  if ('problem' in read) return { problem: `${file} cannot be read: ${read.problem}` };
  const { value } = read;
  const servers = isRecord(value) ? ROOTS.map((root) => value[root]).find(isRecord) : undefined;
  return servers === undefined ? { problem: `${file} has no "mcpServers" and names no server` } : { servers };
}

/** An entry by its name, exactly or as clients write it that allow no "-" in names. */
export function entryNamed(servers: Configured, name: string): [name: string, entry: unknown] | undefined {
  const entries = Object.entries(servers);
  return entries.find(([other]) => other === name) ?? entries.find(([other]) => plain(other) === plain(name));
}

/** A server by its name; undefined where there is none, or none that can be started. */
export function serverNamed(servers: Configured, name: string): ConfiguredServer | undefined {
  const found = entryNamed(servers, name);
  return found && serverSchema.safeParse(found[1]).data;
}

function plain(name: string): string {
  return name.replaceAll('_', '-').toLowerCase();
}
