import { readFileSync } from 'node:fs';
import * as z from 'zod';

const serverSchema = z.looseObject({
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
const configSchema = z.union([
  z.looseObject({ mcpServers: z.record(z.string(), serverSchema) }).transform((one) => one.mcpServers),
  z.looseObject({ servers: z.record(z.string(), serverSchema) }).transform((one) => one.servers),
]);

/** How a client starts a server. */
export type ConfiguredServer = z.infer<typeof serverSchema>;

/** The servers in a client's configuration (JSON with `mcpServers` or `servers`), or why it cannot be read. */
export function readClientConfig(
  file: string,
): { readonly servers: Readonly<Record<string, ConfiguredServer>> } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // A parser's message would repeat a piece of the file, which may hold a secret.
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return { problem: code === undefined ? `${file} is not JSON` : `${file} cannot be read (${code})` };
  }
  const parsed = configSchema.safeParse(value);
  return parsed.success
    ? { servers: parsed.data }
    : { problem: `${file} has no "mcpServers" with a command, arguments and env each` };
}

/** A server by its name; clients that allow no "-" in names write "_". */
export function serverNamed(
  servers: Readonly<Record<string, ConfiguredServer>>,
  name: string,
): ConfiguredServer | undefined {
  return Object.entries(servers).find(([other]) => plain(other) === plain(name))?.[1];
}

function plain(name: string): string {
  return name.replaceAll('_', '-').toLowerCase();
}
