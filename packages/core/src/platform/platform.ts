/**
 * What differs between operating systems, decided in this folder and nowhere by guess. Every function takes the platform
 * as a value, so that each branch is tried wherever the tests run; what each rests on stands in docs/PLATFORMS.md.
 */
import { posix, win32 } from 'node:path';

/** An operating system, as Node.js names it. */
export type Platform = NodeJS.Platform;

/** What is done with paths by the rules of one system; as in node:path. */
export interface PathRules {
  readonly sep: string;
  readonly basename: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
  readonly join: (...parts: string[]) => string;
  readonly normalize: (path: string) => string;
  readonly relative: (from: string, to: string) => string;
  readonly resolve: (...parts: string[]) => string;
}

/** The rules by which paths of a system are read. */
export function pathRules(platform: Platform = process.platform): PathRules {
  return platform === 'win32' ? win32 : posix;
}

/** Whether names that differ in case, or in how an accent is composed, mostly mean one file there. */
export function foldsNames(platform: Platform = process.platform): boolean {
  return platform === 'win32' || platform === 'darwin';
}

/** Signals that end a program. Windows raises SIGBREAK for Ctrl-Break and SIGHUP for a closed window, and no SIGTERM. */
export function endSignals(platform: Platform = process.platform): readonly NodeJS.Signals[] {
  return ['SIGTERM', 'SIGINT', 'SIGHUP', ...(platform === 'win32' ? (['SIGBREAK'] as const) : [])];
}
