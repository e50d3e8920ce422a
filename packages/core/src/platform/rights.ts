/** Who besides its owner could use a file, as far as the system's mode bits say. */
import type { Stats } from 'node:fs';
import type { Platform } from './platform.js';

const OTHERS = 0o077;

/**
 * Why a file or folder is not private; `fix` completes the command that mends it. Windows has no user id: there Node.js
 * makes the mode up, and what counts is the access list that a folder inherits from the profile it lies in.
 */
export function rightsProblem(
  found: Pick<Stats, 'uid' | 'mode'>,
  mode: '600' | '700',
  platform: Platform = process.platform,
  me: number | undefined = process.getuid?.(),
): { readonly reason: string; readonly fix: string } | undefined {
  if (platform === 'win32' || me === undefined) return undefined;
  if (found.uid !== me) return { reason: 'it belongs to another user', fix: `chown ${me}` };
  if ((found.mode & OTHERS) !== 0) return { reason: 'it is open to other users', fix: `chmod ${mode}` };
  return undefined;
}
