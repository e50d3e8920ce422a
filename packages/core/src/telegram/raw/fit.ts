/** Cuts a JSON value down to a number of bytes, list by list, and says what was cut. */
import { neutralise } from '../../mcp/neutralise.js';

/** The value, and for each list that was cut how much of it is there. */
export interface Fitted {
  readonly value: unknown;
  readonly cut: readonly string[];
}

interface Place {
  readonly path: string;
  readonly list: unknown[];
  readonly bytes: number;
}

/** Halves the longest list until the value fits; texts and single values stay whole. */
export function fit(value: unknown, maxBytes: number): Fitted {
  const whole = new Map<string, number>();
  const lengths = new Map<string, number>();
  while (sizeOf(value) > maxBytes) {
    const longest = lists(value, '').toSorted((one, other) => other.bytes - one.bytes)[0];
    if (longest === undefined) break;
    const { path, list } = longest;
    if (!whole.has(path)) whole.set(path, list.length);
    list.splice(Math.floor(list.length / 2));
    lengths.set(path, list.length);
  }
  const cut = [...whole].map(([path, length]) => `${path}: ${lengths.get(path) ?? 0} of ${length}`);
  return { value: sizeOf(value) > maxBytes ? undefined : value, cut };
}

/** Lists with something in them; of nested ones the inner come too. */
function lists(value: unknown, path: string): Place[] {
  if (Array.isArray(value)) {
    const here = { path: path === '' ? 'result' : path, list: value, bytes: sizeOf(value) };
    return [
      ...(value.length > 0 ? [here] : []),
      ...value.flatMap((one, index) => lists(one, `${path}.${index}`)),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    lists(inner, path === '' ? name : `${path}.${name}`),
  );
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(neutralise(value).value) ?? '');
}
