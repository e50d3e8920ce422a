import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform, type Metafile, type Plugin } from 'esbuild';

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
const ofOperator = createRequire(join(root, 'packages/operator/package.json'));

// Loaded at start by the libraries that we use, and used by nobody here: the SDK's own schema validator (we never call
// it) and zod's translations of its messages. Together they cost a fifth of the start-up time.
const leaveOut: Plugin = {
  name: 'leave-out',
  setup(bundler) {
    const unused = { namespace: 'left-out', sideEffects: false };
    bundler.onResolve({ filter: /\/ajv-provider\.js$/ }, () => ({ ...unused, path: 'validator' }));
    bundler.onResolve({ filter: /\/locales\/index\.js$/ }, () => ({ ...unused, path: 'locales' }));
    bundler.onLoad({ filter: /^validator$/, namespace: 'left-out' }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    }));
    bundler.onLoad({ filter: /^locales$/, namespace: 'left-out' }, () => ({ contents: 'export {};' }));
  },
};

/** A program as it is shipped. */
export interface Program {
  /** The command. */
  readonly name: 'tgmcp' | 'tgmcp-actions' | 'tgmcp-read';
  /** The folder of its package below `packages`. */
  readonly folder: string;
  readonly entry: string;
  readonly format: 'cjs' | 'esm';
}

/**
 * What differs between the programs that are measured by their start and the one that a person types. A CommonJS file
 * starts 6 ms sooner than an ES module, because Node's loader for modules is not needed.
 */
export const PROGRAMS: readonly Program[] = [
  { name: 'tgmcp-read', folder: 'tgmcp-read', entry: 'src/main.ts', format: 'cjs' },
  { name: 'tgmcp-actions', folder: 'tgmcp-actions', entry: 'src/main.ts', format: 'cjs' },
  { name: 'tgmcp', folder: 'operator', entry: 'src/cli.ts', format: 'esm' },
];

const MODULE_URL = '__moduleUrl';
const LAZILY = '__lazily';
const BEGINNINGS = {
  // Our sources are ES modules and ask where they stand.
  cjs:
    `const ${MODULE_URL} = require('node:url').pathToFileURL(__filename).href, ` +
    `${LAZILY} = (name) => new Proxy({}, { get: (_, key) => require(name)[key] });`,
  // Bundled CommonJS modules call require() for Node's own modules and read __filename (write-file-atomic, for the
  // names of its temporary files); an ES module has neither.
  esm:
    "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; " +
    'const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url);',
} as const;

/**
 * Bundles a program into `bundle/NAME.js` of a folder, and beside it what the program loads only when it is first needed;
 * resolves to what all of it was made of.
 */
export async function bundleProgram(program: Program, folder: string): Promise<Metafile> {
  const { name, format, entry } = program;
  const out = join(folder, 'bundle');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [name]: join('packages', program.folder, entry) },
    outdir: out,
    write: false,
    bundle: true,
    // What is loaded later is not even read before: reading a file costs by its length.
    splitting: true,
    chunkNames: 'part-[hash]',
    minify: true,
    metafile: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The client stays a package of its own: parsing its 3 MB would slow every start, and it is loaded only when needed.
    external: ['telegram', 'telegram/*'],
    // Its main file asks for its parts in a way that no bundler sees.
    alias: { 'jsonc-parser': ofOperator.resolve('jsonc-parser/lib/esm/main.js') },
    plugins: format === 'cjs' ? [leaveOut] : [],
    define: format === 'cjs' ? { 'import.meta.url': MODULE_URL } : {},
    logLevel: 'warning',
  });
  await mkdir(out, { recursive: true });
  for (const { path, text } of outputFiles) {
    const isProgram = basename(path) === `${name}.js`;
    const code = format === 'cjs' ? await asCommonJs(text) : text;
    const banner = `${isProgram ? '#!/usr/bin/env node\n' : ''}${BEGINNINGS[format]}\n`;
    await writeFile(path, banner + code, { mode: isProgram ? 0o755 : 0o644 });
  }
  const type = format === 'cjs' ? 'commonjs' : 'module';
  await writeFile(join(out, 'package.json'), `${JSON.stringify({ type })}\n`);
  const made = new Set(['package.json', ...outputFiles.map(({ path }) => basename(path))]);
  for (const stale of (await readdir(out)).filter((one) => !made.has(one))) await rm(join(out, stale));
  return metafile;
}

// Of the modules of Node that the programs use, these cost 5 ms together, and nobody asks for them before `initialize`.
// Bundled CommonJS modules ask for them through a function of the bundler.
const NOT_AT_START = /=(?:require|\(0,[\w$]+\.[\w$]+\))\((?="(?:node:)?(?:child_process|crypto)"\))/gu;

/** Only ES modules are split; each part by itself becomes CommonJS then. */
async function asCommonJs(text: string): Promise<string> {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    // Node gives a part that is imported its exports as a whole for `default`; required, it gives those that were meant.
    supported: { 'dynamic-import': false },
  });
  return code.replaceAll(NOT_AT_START, `=${LAZILY}(`);
}
