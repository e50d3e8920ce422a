/** Makes the archives that npm installs, in `dist` of the repository: the three programs, each complete, and the library. */
import { join, relative } from 'node:path';
import { archive, withPackages } from './pack/packages.js';
import { printMade } from './pack/print-made.js';
import { root } from './programs/bundle.js';

const out = join(root, 'dist');
const files = await withPackages((packages) => Promise.all(packages.map((one) => archive(one, out))));
await printMade(files);
const programs = files.slice(0, -1).map((file) => `./${relative(process.cwd(), file)}`);
console.log(`Install them, no network needed: npm install --global --offline ${programs.join(' ')}`);
