import { createTwoFilesPatch } from 'diff';
import { isRecord } from './entries.js';

/** Shorter values are no secrets, and hiding them would make a change unreadable. */
const SHORTEST_SECRET = 8;

/**
 * The change of a file as a person reads it: changed lines alone. Where one of them holds a value of somebody else's,
 * as in a file of a single line, the value is hidden.
 */
export function shownDiff(
  file: string,
  before: string,
  after: string,
  values: { readonly there: unknown; readonly ours: unknown },
): string {
  const ours = new Set(textsIn(values.ours));
  const hidden = [...new Set(textsIn(values.there))]
    .filter((text) => text.length >= SHORTEST_SECRET && !ours.has(text))
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
    .toSorted((one, other) => other.length - one.length);
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: 0 });
  const changed = patch.slice(patch.indexOf('\n@@') + 1).split('\n');
  const shown = changed.filter((line) => line !== '' && !line.startsWith('\\'));
  return [`--- ${file}`, `+++ ${file}`, ...shown.map((line) => hide(line.replace(/\r$/u, ''), hidden))].join(
    '\n',
  );
}

function hide(line: string, hidden: readonly string[]): string {
  return hidden.reduce((text, secret) => text.replaceAll(secret, '…'), line);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
