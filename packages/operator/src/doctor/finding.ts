import { shellWord } from '@tgmcp/core';

/** How one thing stands. `warn`: it works, and it could be safer or will end badly. `bad`: it does not work, or is open. */
export type Verdict = 'ok' | 'warn' | 'bad';

/** What a check found, in a sentence without its full stop; what is not well names the next step. */
export type Finding =
  | { readonly verdict: 'ok'; readonly says: string }
  | { readonly verdict: 'warn' | 'bad'; readonly says: string; readonly next: string };

/** All is well with it. */
export const ok = (says: string): Finding => ({ verdict: 'ok', says });

/** It could be better. */
export const warn = (says: string, next: string): Finding => ({ verdict: 'warn', says, next });

/** It must be mended. */
export const bad = (says: string, next: string): Finding => ({ verdict: 'bad', says, next });

/** The worst verdict of several; ok for none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('bad')) return 'bad';
  return verdicts.includes('warn') ? 'warn' : 'ok';
}

/** A path as a word of a shell command. */
export const quoted = (path: string): string => shellWord(path);
