import { neverRaw, READ_METHODS } from '@tgmcp/core';
import { WRITE_METHODS } from './write-methods.js';

/** Why `tg_invoke_write` does not call a method, although the operator may have listed it; undefined when it does. */
export function rawBar(method: string): string | undefined {
  const never = neverRaw(method);
  if (never === undefined) return undefined;
  const own: Readonly<Record<string, string>> = WRITE_METHODS;
  const ownReason = Object.hasOwn(own, method) ? own[method] : undefined;
  if (ownReason !== undefined) return `it is called by a tool of its own: ${ownReason}`;
  if (Object.hasOwn(READ_METHODS, method)) return 'it only reads, which tg_invoke_read is for';
  return never;
}

/** What of the operator's list may pass the guard while an approved raw call runs, each with the reason. */
export function rawWriteMethods(listed: readonly string[]): Readonly<Record<string, string>> {
  const open = listed.filter((method) => rawBar(method) === undefined);
  return Object.fromEntries(open.map((method) => [method, 'tg_invoke_write: listed by the operator.']));
}
