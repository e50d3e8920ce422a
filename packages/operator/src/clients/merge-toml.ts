import { patch, TomlFormat } from '@decimalturn/toml-patch';
import { parse, stringify, TomlError } from 'smol-toml';
import type { ClientKind } from './clients.js';
import { afterChanges, isRecord, saysTheSame, unusable, type Changes, type Merged } from './entries.js';

/** Servers are tables of their own, and their variables, too; what is deeper is written inline. */
const TABLES_DEEP = 3;

/** Merges servers into TOML; other tables and all comments stay as they are. */
export function mergeToml(text: string, { root }: ClientKind, changes: Changes): Merged {
  const read = readToml(text);
  if ('problem' in read) return read;
  const servers = read.value[root] ?? {};
  if (!isRecord(servers)) return { problem: `its "${root}" is no table` };
  for (const name of Object.keys(changes.set)) {
    const problem = servers[name] === undefined ? undefined : unusable(name, servers[name]);
    if (problem !== undefined) return { problem };
  }
  const expected = { ...read.value, [root]: afterChanges(servers, changes) };
  if (saysTheSame(read.value, expected)) return { text };
  const added = Object.keys(changes.set).filter((name) => servers[name] === undefined);
  const after =
    verified(extended(text, read.value, expected, root, added), expected) ??
    verified(patched(text, expected), expected);
  return after === undefined
    ? { problem: 'it is written in a way that cannot be changed safely' }
    : { text: after };
}

/** Parses TOML, whole numbers of any size included. Problems show none of the text. */
export function readToml(
  text: string,
): { readonly value: Record<string, unknown> } | { readonly problem: string } {
  try {
    return { value: parse(text, { integersAsBigInt: true }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { problem: `it is not TOML: line ${error.line}, column ${error.column}` };
  }
}

/** The tables of servers alone. */
export function renderToml(root: string, servers: Changes['set']): string {
  return stringify({ [root]: servers });
}

/** New servers as tables of their own at the end: nothing before them changes for their sake. */
function extended(
  text: string,
  before: Record<string, unknown>,
  expected: Record<string, unknown>,
  root: string,
  added: readonly string[],
): string | undefined {
  const servers = isRecord(expected[root]) ? expected[root] : {};
  const without = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(Object.entries(servers).filter(([name]) => !names.includes(name)));
  const kept = before[root] === undefined ? before : { ...expected, [root]: without(added) };
  const start = saysTheSame(before, kept) ? text : patched(text, kept);
  if (start === undefined || added.length === 0) return start;
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const tables = stringify({ [root]: without(Object.keys(without(added))) });
  const gap = start.trim() === '' ? '' : `${start.endsWith('\n') ? '' : line}${line}`;
  return `${start}${gap}${tables.trimEnd().replaceAll('\n', line)}${line}`;
}

/** Another parser than the one that writes has the last word. */
function verified(text: string | undefined, expected: Record<string, unknown>): string | undefined {
  if (text === undefined) return undefined;
  const again = readToml(text);
  return 'value' in again && saysTheSame(again.value, expected) ? text : undefined;
}

function patched(text: string, expected: Record<string, unknown>): string | undefined {
  try {
    const format = TomlFormat.autoDetectFormat(text);
    format.inlineTableStart = TABLES_DEEP;
    return patch(text, expected, format);
  } catch {
    return undefined;
  }
}
