import { quoted } from '../doctor/finding.js';
import type { RenderedServer } from './servers.js';

/** The commands that have Codex write the same entries by itself, one a server, for a POSIX shell. */
export function codexLines(servers: readonly RenderedServer[]): string[] {
  return servers.map(({ name, command, args, env }) => {
    const variables = Object.entries(env).map(([key, value]) => `--env ${quoted(`${key}=${value}`)}`);
    const parts = [
      `codex mcp add ${quoted(name)}`,
      ...variables,
      `-- ${[command, ...args].map(quoted).join(' ')}`,
    ];
    return parts.join(' \\\n  ');
  });
}
