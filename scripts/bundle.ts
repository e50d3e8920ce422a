/** Bundles each program into one minified file, so that a client's cold start is short. */
import { chmod, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ofOperator = createRequire(`${root}/packages/operator/package.json`);

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

/** What differs between the programs that are measured by their start and the one that a person types. */
interface Program {
  readonly entry: string;
  readonly folder: string;
  readonly name: string;
  readonly format: 'cjs' | 'esm';
}

// A CommonJS file starts 6 ms sooner than an ES module, because Node's loader for modules is not needed.
const programs: readonly Program[] = [
  {
    entry: 'packages/tgmcp-read/src/main.ts',
    folder: 'packages/tgmcp-read/bundle',
    name: 'tgmcp-read.js',
    format: 'cjs',
  },
  {
    entry: 'packages/tgmcp-actions/src/main.ts',
    folder: 'packages/tgmcp-actions/bundle',
    name: 'tgmcp-actions.js',
    format: 'cjs',
  },
  {
    entry: 'packages/operator/src/cli.ts',
    folder: 'packages/operator/bundle',
    name: 'tgmcp.js',
    format: 'esm',
  },
];

const MODULE_URL = '__moduleUrl';
const BEGINNINGS = {
  // Our sources are ES modules and ask where they stand.
  cjs: `const ${MODULE_URL} = require('node:url').pathToFileURL(__filename).href;`,
  // Bundled CommonJS modules call require() for Node's own modules and read __filename (write-file-atomic, for the
  // names of its temporary files); an ES module has neither.
  esm:
    "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; " +
    'const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url);',
} as const;

for (const { entry, folder, name, format } of programs) {
  const out = `${root}/${folder}/${name}`;
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format,
    // The client stays a package of its own: parsing its 3 MB would slow every start, and it is loaded only when needed.
    external: ['telegram', 'telegram/*'],
    // Its main file asks for its parts in a way that no bundler sees.
    alias: { 'jsonc-parser': ofOperator.resolve('jsonc-parser/lib/esm/main.js') },
    plugins: format === 'cjs' ? [leaveOut] : [],
    define: format === 'cjs' ? { 'import.meta.url': MODULE_URL } : {},
    banner: { js: `#!/usr/bin/env node\n${BEGINNINGS[format]}` },
    logLevel: 'warning',
  });
  await chmod(out, 0o755);
  const type = format === 'cjs' ? 'commonjs' : 'module';
  await writeFile(`${root}/${folder}/package.json`, `${JSON.stringify({ type })}\n`);
}
