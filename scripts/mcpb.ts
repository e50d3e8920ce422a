/** Makes the bundles that Claude Desktop installs by a click, in `dist` of the repository: one for each server. */
import { join } from 'node:path';
import { mcpBundles } from './pack/mcp-bundle.js';
import { withPackages } from './pack/packages.js';
import { printMade } from './pack/print-made.js';
import { root } from './programs/bundle.js';

await printMade(await withPackages((packages) => mcpBundles(packages, join(root, 'dist'))));
