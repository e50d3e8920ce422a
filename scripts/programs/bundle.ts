import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform, type Metafile, type Plugin } from 'esbuild';
import { lateSchemas } from './late-schemas.js';
import { makeRecord } from './compiled/make.js';

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

/** A program that is made of sources. */
export interface Bundled {
  readonly name: string;
  /** The source that it begins with, below the repository, with `/` between its folders. */
  readonly entry: string;
  /** A server is `cjs`: a CommonJS file starts 6 ms sooner than an ES module, and can have a record of its compiled code. */
  readonly format: 'cjs' | 'esm';
}

/** A program as it is shipped; its name is the command. */
export interface Program extends Bundled {
  /** The folder of its package below `packages`. */
  readonly folder: string;
}

/** The servers are measured by their start, and a person types the command. */
export const PROGRAMS: readonly Program[] = [
  { name: 'tgmcp-read', folder: 'tgmcp-read', entry: 'packages/tgmcp-read/src/main.ts', format: 'cjs' },
  {
    name: 'tgmcp-actions',
    folder: 'tgmcp-actions',
    entry: 'packages/tgmcp-actions/src/main.ts',
    format: 'cjs',
  },
  { name: 'tgmcp', folder: 'operator', entry: 'packages/operator/src/cli.ts', format: 'esm' },
];

const MODULE_URL = '__moduleUrl';
const LAZILY = '__lazily';

/** What stands before the code of a part. */
function beginning(format: Bundled['format'], code: string): string {
  // Bundled CommonJS modules call require() for Node's own modules and read __filename (write-file-atomic, for the
  // names of its temporary files); an ES module has neither.
  if (format === 'esm')
    return (
      "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; " +
      'const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url);'
    );
  const definitions = {
    // Our sources are ES modules and ask where they stand.
    [MODULE_URL]: "require('node:url').pathToFileURL(__filename).href",
    [LAZILY]: '(name) => new Proxy({}, { get: (_, key) => require(name)[key] })',
  };
  return Object.entries(definitions)
    .filter(([name]) => code.includes(name))
    .map(([name, value]) => `const ${name} = ${value};`)
    .join(' ');
}

/**
 * Bundles a program into `bundle/NAME.js` of a folder; beside it stand what the program loads only when it is first needed
 * and, for a server, the record of its compiled code. Resolves to what all of it was made of.
 */
export async function bundleProgram({ name, format, entry }: Bundled, folder: string): Promise<Metafile> {
  const out = join(folder, 'bundle');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: out,
    // A server's own file is what starts its parts.
    entryNames: format === 'cjs' ? 'part-[hash]' : '[name]',
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
    plugins: format === 'cjs' ? [leaveOut, lateSchemas] : [],
    define: format === 'cjs' ? { 'import.meta.url': MODULE_URL } : {},
    logLevel: 'warning',
  });
  await mkdir(out, { recursive: true });
  const type = format === 'cjs' ? 'commonjs' : 'module';
  const files = new Map([['package.json', `${JSON.stringify({ type })}\n`]]);
  for (const { path, text } of outputFiles) {
    const code = format === 'cjs' ? await asCommonJs(text) : text;
    files.set(basename(path), `${beginning(format, code)}\n${code}`);
  }
  const parts = format === 'cjs' ? partsOfStart(metafile, entry) : [];
  const [first] = parts;
  const begin = first === undefined ? files.get(`${name}.js`) : await starter(first);
  files.set(`${name}.js`, `#!/usr/bin/env node\n${begin ?? ''}`);
  for (const [file, content] of files)
    await writeFile(join(out, file), content, { mode: file === `${name}.js` ? 0o755 : 0o644 });
  for (const stale of (await readdir(out)).filter((one) => !files.has(one))) await rm(join(out, stale));
  if (first !== undefined) await makeRecord(out, parts);
  return metafile;
}

/** The parts that are read before the first answer, the one first that the program begins with. */
function partsOfStart({ outputs }: Metafile, entry: string): string[] {
  const paths = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entry);
  for (const path of paths)
    for (const { path: needed, kind, external } of outputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true && !paths.includes(needed)) paths.push(needed);
  return paths.map((path) => basename(path));
}

/** What stands in the file of a program that is started from a record: see compiled/start.ts. */
async function starter(first: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "import { startProgram } from './compiled/start.js'; " +
        `startProgram({ require, Module: module.constructor, folder: __dirname }, './${first}');`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}

// Of the modules of Node that the programs use, these cost 7 ms together, and nobody asks for them before `initialize`.
// Bundled CommonJS modules ask for them through a function of the bundler.
const NOT_AT_START =
  /=(?:require|\(0,[\w$]+\.[\w$]+\))\((?="(?:node:)?(?:child_process|crypto|fs\/promises|timers\/promises|v8)"\))/gu;

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
