import { fileURLToPath } from 'node:url';
import { testPublicKey } from '../mtproto/rsa.js';

const PRELOAD = fileURLToPath(new URL('../../preload/preload.cjs', import.meta.url));

/**
 * The environment that makes an unmodified product process talk to this emulator, and to nothing but loopback;
 * `from` is the address that its connections come from.
 */
export function productEnvironment(
  ports: Readonly<Record<number, number>>,
  clockFile: string,
  from?: string,
): Record<string, string> {
  return {
    // Quoted, since NODE_OPTIONS is split at spaces; a backslash inside quotes escapes.
    NODE_OPTIONS: `--require "${PRELOAD.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    TGMCP_EMULATOR: JSON.stringify({ ports, key: testPublicKey, clock: clockFile, from }),
  };
}
