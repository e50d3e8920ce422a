/** Bundles each program into one minified file, so that a client's cold start is short. */
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

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

const programs: { entry: string; out: string; plugins: Plugin[] }[] = [
  {
    entry: 'packages/tgmcp-read/src/main.ts',
    out: 'packages/tgmcp-read/bundle/tgmcp-read.js',
    plugins: [leaveOut],
  },
  {
    entry: 'packages/tgmcp-actions/src/main.ts',
    out: 'packages/tgmcp-actions/bundle/tgmcp-actions.js',
    plugins: [leaveOut],
  },
  { entry: 'packages/operator/src/cli.ts', out: 'packages/operator/bundle/tgmcp.js', plugins: [] },
];

// Bundled CommonJS modules call require() for Node's own modules and read __filename (write-file-atomic, for the names of
// its temporary files); an ES module has neither.
const requireForBundledCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; " +
  'const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url);';

for (const { entry, out, plugins } of programs) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The client stays a package of its own: parsing its 3 MB would slow every start, and it is loaded only when needed.
    external: ['telegram', 'telegram/*'],
    plugins,
    banner: { js: `#!/usr/bin/env node\n${requireForBundledCommonJs}` },
    logLevel: 'warning',
  });
  await chmod(`${root}/${out}`, 0o755);
}
