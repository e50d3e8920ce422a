import { nearest } from '../../text/nearest.js';

const SUFFIX = /request$/i;

/**
 * The method that a name means, whatever its case, with or without its namespace where one method alone has that name,
 * with `Request` behind it or `functions.` before it, as other libraries write it.
 */
export function methodNamed(
  written: string,
  methods: Iterable<string>,
): { readonly name: string } | { readonly meant: string | undefined } {
  const all = [...methods];
  const plain = written.trim().replace(/^(?:functions|api|telethon\.tl\.functions)\./i, '');
  for (const name of [plain, plain.replace(SUFFIX, '')].map(folded)) {
    const whole = all.filter((method) => folded(method) === name);
    const found = whole.length > 0 ? whole : all.filter((method) => folded(bare(method)) === name);
    if (found.length === 1 && found[0] !== undefined) return { name: found[0] };
  }
  return { meant: nearest(plain.replace(SUFFIX, ''), all) };
}

const folded = (name: string): string => name.toLowerCase().replaceAll('_', '');
const bare = (method: string): string => method.slice(method.indexOf('.') + 1);
