/** Bundles each program into one minified file, so that a client's cold start is short. */
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

const programs = [
  { entry: 'packages/tgmcp-read/src/main.ts', out: 'packages/tgmcp-read/bundle/tgmcp-read.js' },
  { entry: 'packages/tgmcp-actions/src/main.ts', out: 'packages/tgmcp-actions/bundle/tgmcp-actions.js' },
  { entry: 'packages/operator/src/cli.ts', out: 'packages/operator/bundle/tgmcp.js' },
];

// Bundled CommonJS modules call require() for Node's own modules; an ES module has none.
const requireForBundledCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

for (const { entry, out } of programs) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    minify: true,
    keepNames: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The client stays a package of its own: parsing its 3 MB would slow every start, and it is loaded only when needed.
    external: ['telegram', 'telegram/*'],
    banner: { js: `#!/usr/bin/env node\n${requireForBundledCommonJs}` },
    logLevel: 'warning',
  });
  await chmod(`${root}/${out}`, 0o755);
}
