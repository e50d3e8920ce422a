import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  modify,
  parseTree,
  printParseErrorCode,
  type FormattingOptions,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import type { ClientKind } from './clients.js';
import { afterChanges, isRecord, saysTheSame, unusable, type Changes, type Merged } from './entries.js';
import { positionAt } from './position.js';

/** Merges servers into JSON; other servers, comments and the order of everything stay as they are. */
export function mergeJson(text: string, { root, syntax }: ClientKind, changes: Changes): Merged {
  const read = readJson(text, syntax === 'jsonc');
  if ('problem' in read) return read;
  if (!isRecord(read.value)) return { problem: 'it holds no JSON object' };
  const servers = read.value[root] === undefined ? {} : read.value[root];
  if (!isRecord(servers)) return { problem: `its "${root}" is no object` };
  const twice = repeated(read.tree, [root, ...Object.keys(changes.set)]);
  if (twice !== undefined) return { problem: `"${twice}" stands twice in it` };

  let after = text.trim() === '' ? '{}\n' : text;
  const format = formatOf(text);
  const put = (path: JSONPath, value: unknown): void => {
    after = applyEdits(after, modify(after, path, value, { formattingOptions: format }));
  };
  for (const name of changes.remove) if (servers[name] !== undefined) put([root, name], undefined);
  for (const [name, entry] of Object.entries(changes.set)) {
    const there = servers[name];
    if (there === undefined) {
      put([root, name], entry);
      continue;
    }
    const problem = unusable(name, there);
    if (problem !== undefined) return { problem };
    // Value by value, so that a person's comments between them stay.
    const wanted = afterChanges({ [name]: there }, { set: { [name]: entry }, remove: [] })[name];
    for (const [path, value] of differences(there, wanted)) put([root, name, ...path], value);
  }
  const again = readJson(after, syntax === 'jsonc');
  const expected = { ...read.value, [root]: afterChanges(servers, changes) };
  if ('problem' in again || !saysTheSame(again.value, expected))
    return { problem: 'it is written in a way that cannot be changed safely' };
  return { text: after };
}

/** Parses JSON; `lenient` takes comments and trailing commas, as some clients do. Problems show none of the text. */
export function readJson(
  text: string,
  lenient: boolean,
): { readonly value: unknown; readonly tree: Node | undefined } | { readonly problem: string } {
  const errors: ParseError[] = [];
  const options = { disallowComments: !lenient, allowTrailingComma: lenient, allowEmptyContent: true };
  const tree = parseTree(text, errors, options);
  const [first] = errors;
  if (first !== undefined) {
    const what = printParseErrorCode(first.error)
      .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')
      .toLowerCase();
    return { problem: `it is not JSON: ${what} at ${positionAt(text, first.offset)}` };
  }
  return { value: tree === undefined ? {} : getNodeValue(tree), tree };
}

/** The values of `wanted` that `there` has not, each with its place; records are entered. */
function differences(there: unknown, wanted: unknown): [JSONPath, unknown][] {
  if (!isRecord(there) || !isRecord(wanted)) return [[[], wanted]];
  return Object.entries(wanted).flatMap(([name, value]): [JSONPath, unknown][] => {
    const before = there[name];
    if (isDeepStrictEqual(before, value)) return [];
    if (!isRecord(before) || !isRecord(value)) return [[[name], value]];
    return differences(before, value).map(([path, one]) => [[name, ...path], one]);
  });
}

/** A name that stands twice at the top or among the servers: no edit could be sure which of them counts. */
function repeated(tree: Node | undefined, names: readonly string[]): string | undefined {
  const [root = ''] = names;
  const servers = tree && findNodeAtLocation(tree, [root]);
  for (const node of [tree, servers]) {
    const keys = (node?.children ?? []).map((property): unknown => property.children?.[0]?.value);
    const twice = names.find((name) => keys.indexOf(name) !== keys.lastIndexOf(name));
    if (twice !== undefined) return twice;
  }
  return undefined;
}

function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/mu.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
