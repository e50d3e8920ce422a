/**
 * The schemas of the MCP library, built when they are first used. The library builds all of them when it is loaded, and a
 * start needs a third. Bundled with this, each is a function that builds it once; what nobody asks for is left out.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const MODULE = /[\\/]sdk[\\/]dist[\\/]esm[\\/]types\.js$/;
const PUBLIC_NAME = '@modelcontextprotocol/sdk/types.js';

/** A schema as it is declared: further lines are indented, or close what is open. */
const DECLARED = /^(export )?const (\w+Schema) = ([^\n]*(?:\n[ \t}\])][^\n]*)*);$/gmu;
/** Where a module has names from, or passes names on. */
const FROM = /^(?:import|export) ([^;]*?) from '([^']*types\.js)';$/gmu;
const NAMES = /^\{\s*(?:type )?\w+(?:,\s*(?:type )?\w+)*,?\s*\}$/u;

/** For programs in which the library's schemas are imported by their names, and not passed on. */
export const lateSchemas: Plugin = {
  name: 'late-schemas',
  setup(bundler) {
    bundler.onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = MODULE.test(path) ? declaredLate(source) : usedLate(path, source);
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};

function declaredLate(source: string): string {
  const names = Array.from(source.matchAll(DECLARED), ([, , name = '']) => name);
  return source
    .replaceAll(new RegExp(`(?<!const )\\b(?:${names.join('|')})\\b`, 'gu'), '$&()')
    .replaceAll(DECLARED, '$1function $2() { return $2.built ??= $3; }');
}

function usedLate(path: string, source: string): string {
  const names: string[] = [];
  for (const [statement, list = '', from = ''] of source.matchAll(FROM)) {
    if (!isLibrary(path, from) || list.startsWith('type ')) continue;
    if (statement.startsWith('export') || !NAMES.test(list))
      throw new Error(`${path}: the library's schemas can only be imported by their names: ${statement}`);
    names.push(...(list.match(/\b\w+Schema\b/gu) ?? []));
  }
  if (names.length === 0) return source;
  const found = new RegExp(`${FROM.source}|\\b(?:${names.join('|')})\\b`, 'gmu');
  return source.replaceAll(found, (one) => (names.includes(one) ? `${one}()` : one));
}

function isLibrary(path: string, from: string): boolean {
  return from === PUBLIC_NAME || (from.startsWith('.') && MODULE.test(resolve(dirname(path), from)));
}
