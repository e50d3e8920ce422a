/** Bundles each program into one minified file, so that a client's cold start is short. */
import { join } from 'node:path';
import { bundleProgram, PROGRAMS, root } from './programs/bundle.js';

for (const program of PROGRAMS) await bundleProgram(program, join(root, 'packages', program.folder));
