import { isDeepStrictEqual } from 'node:util';
import type { Entry } from './clients.js';

/** What is to change below the key of servers. */
export interface Changes {
  readonly set: Readonly<Record<string, Entry>>;
  /** Our own writing server, where only reading is asked for. */
  readonly remove: readonly string[];
}

/** The new text of a configuration, or why it is left alone, in a sentence without its full stop. */
export type Merged = { readonly text: string } | { readonly problem: string };

/** A value that holds others by name. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An entry with ours laid over it: what a person added to it stays, variables included, and what we leave empty for a
 * person to fill in stays filled in.
 */
export function mergedEntry(there: Record<string, unknown>, ours: Entry): Record<string, unknown> {
  const env = isRecord(there['env']) ? there['env'] : {};
  const filled = Object.entries(ours.env).filter(([name, value]) => value !== '' || env[name] === undefined);
  return { ...there, ...ours, env: { ...env, ...Object.fromEntries(filled) } };
}

/** Why a value under the name of a server cannot become ours; undefined when it can. */
export function unusable(name: string, there: unknown): string | undefined {
  if (!isRecord(there)) return `what stands under "${name}" is no server`;
  if (there['url'] !== undefined || there['httpUrl'] !== undefined)
    return `"${name}" is a server that is reached by a URL there; choose another name with --read-server-name or --actions-server-name`;
  return undefined;
}

/** All servers after the changes. Throws nothing; check {@link unusable} before. */
export function afterChanges(
  servers: Record<string, unknown>,
  { set, remove }: Changes,
): Record<string, unknown> {
  const after = Object.entries(servers).filter(([name]) => !remove.includes(name));
  const merged = Object.entries(set).map(([name, entry]): [string, unknown] => {
    const there = servers[name];
    return [name, isRecord(there) ? mergedEntry(there, entry) : entry];
  });
  return Object.fromEntries([...after, ...merged]);
}

/** Whether two parsed texts say the same; parsers differ in the prototypes of their records. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(bare(one), bare(other));
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isRecord(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bare(one)]));
}
