import { shellWord, type Platform } from '@tgmcp/core';
import type { RenderedServer } from './servers.js';

/** The commands that have Codex write the same entries by itself, one a server, for a POSIX shell, or PowerShell on Windows. */
export function codexLines(
  servers: readonly RenderedServer[],
  platform: Platform = process.platform,
): string[] {
  const word = (text: string): string => shellWord(text, platform);
  // PowerShell would keep "--" to itself if the script of the same name were called.
  const [codex, goesOn] = platform === 'win32' ? ['codex.cmd', '`'] : ['codex', '\\'];
  return servers.map(({ name, command, args, env }) => {
    const variables = Object.entries(env).map(([key, value]) => `--env ${word(`${key}=${value}`)}`);
    const parts = [
      `${codex} mcp add ${word(name)}`,
      ...variables,
      `-- ${[command, ...args].map(word).join(' ')}`,
    ];
    return parts.join(` ${goesOn}\n  `);
  });
}
