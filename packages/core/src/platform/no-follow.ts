import { constants, lstatSync } from 'node:fs';
import type { Platform } from './platform.js';

/**
 * Flags that open a file and no symbolic link; ELOOP for a link. Windows has no such flag: there the name is looked at
 * first. Somebody could exchange it in between, but only who may write into the folder, which is the owner's alone.
 */
export function noFollow(file: string, flags: number, platform: Platform = process.platform): number {
  if (platform !== 'win32') return flags | constants.O_NOFOLLOW;
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return flags;
  throw Object.assign(new Error(`${file} is a symbolic link`), { code: 'ELOOP' });
}
