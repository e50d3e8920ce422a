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
/** The beginning of whatever declares a name of a schema, also as a newer library might write it. */
const NAMED = /^(?:export )?(?:const|let|var|function|class) \w+Schema\b/gmu;
/** Where a module has names from, or passes names on. */
const FROM = /^(?:import|export) ([^;]*?) from '([^']*types\.js)';$/gmu;
const NAMES = /^\{\s*(?:type )?\w+(?:,\s*(?:type )?\w+)*,?\s*\}$/u;

/**
 * For programs in which the library's schemas are imported by their names, and not passed on. A library that is written in
 * another way than this reads is an error of the build.
 */
export const lateSchemas: Plugin = {
  name: 'late-schemas',
  setup(bundler) {
    const used = new Map<string, string>();
    let declared: ReadonlySet<string> | undefined;
    bundler.onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const loader = path.endsWith('.ts') ? 'ts' : 'js';
      if (MODULE.test(path)) {
        const names = declaredNames(path, source);
        declared = new Set(names);
        return { contents: declaredLate(names, source), loader };
      }
      const names = usedNames(path, source);
      for (const name of names) used.set(name, path);
      return { contents: usedLate(names, source), loader };
    });
    bundler.onEnd(({ errors }) => {
      if (errors.length > 0) return {};
      if (declared === undefined)
        return { errors: [{ text: `no module of the library is ${MODULE.source}` }] };
      const others = Array.from(used).filter(([name]) => declared?.has(name) === false);
      return {
        errors: others.map(([name, path]) => ({
          text: `${path}: the library declares no ${name} of its own`,
        })),
      };
    });
  },
};

function declaredNames(path: string, source: string): string[] {
  const names = Array.from(source.matchAll(DECLARED), ([, , name = '']) => name);
  const all = source.match(NAMED)?.length ?? 0;
  if (names.length === 0 || names.length !== all)
    throw new Error(`${path}: of ${all} schemas only ${names.length} are declared as this can read`);
  return names;
}

function declaredLate(names: readonly string[], source: string): string {
  return source
    .replaceAll(new RegExp(`(?<!const )\\b(?:${names.join('|')})\\b`, 'gu'), '$&()')
    .replaceAll(DECLARED, '$1function $2() { return $2.built ??= $3; }');
}

function usedNames(path: string, source: string): string[] {
  const names: string[] = [];
  for (const [statement, list = '', from = ''] of source.matchAll(FROM)) {
    if (!isLibrary(path, from) || list.startsWith('type ')) continue;
    if (statement.startsWith('export') || !NAMES.test(list))
      throw new Error(`${path}: the library's schemas can only be imported by their names: ${statement}`);
    names.push(...(list.match(/\b\w+Schema\b/gu) ?? []));
  }
  return names;
}

function usedLate(names: readonly string[], source: string): string {
  if (names.length === 0) return source;
  const found = new RegExp(`${FROM.source}|\\b(?:${names.join('|')})\\b`, 'gmu');
  return source.replaceAll(found, (one) => (names.includes(one) ? `${one}()` : one));
}

function isLibrary(path: string, from: string): boolean {
  return from === PUBLIC_NAME || (from.startsWith('.') && MODULE.test(resolve(dirname(path), from)));
}
