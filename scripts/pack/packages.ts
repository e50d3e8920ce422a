import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleProgram, PROGRAMS, root } from '../programs/bundle.js';
import { vendorClientLibrary } from './client-library/vendor.js';
import { copyReached, reachedFrom } from './library-files.js';
import { includedIn, notice } from './licences.js';
import { doorOf, libraryManifest, programManifest, sourceManifest } from './manifest.js';

const run = promisify(execFile);
/** By its command, npm is a script of the shell on Windows. */
const shell = process.platform === 'win32';
const LIBRARY = 'core';

/** A package laid out as it is handed out. */
export interface LaidOut {
  /** The folder of its source below `packages`. */
  readonly source: string;
  readonly folder: string;
}

/** Lays out the packages that users install, the programs first, for `work`; they are gone when it ends. */
export async function withPackages<T>(work: (packages: readonly LaidOut[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-pack-'));
  try {
    return await work(await layOut(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function layOut(folder: string): Promise<LaidOut[]> {
  const vendored = join(folder, 'client-library');
  const library = await vendorClientLibrary(vendored);
  const packages = [...PROGRAMS.map((program) => program.folder), LIBRARY].map((source) => ({
    source,
    folder: join(folder, source),
  }));
  for (const program of PROGRAMS) {
    const out = join(folder, program.folder);
    const bundled = await includedIn(await bundleProgram(program, out));
    await cp(join(vendored, 'node_modules'), join(out, 'node_modules'), { recursive: true });
    await addCommon(out, program.folder, programManifest(await sourceManifest(program.folder)));
    await writeFile(join(out, 'THIRD-PARTY.md'), notice([...library, ...bundled]));
  }
  await layOutLibrary(join(folder, LIBRARY));
  return packages;
}

/** Makes the archive of a package, as `npm publish` sends it, and resolves to its path. */
export async function archive({ folder }: LaidOut, out: string): Promise<string> {
  await mkdir(out, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--offline', '--pack-destination', out], {
    cwd: folder,
    shell,
    maxBuffer: 100_000_000,
  });
  // Its last line is the name of the file, in every version; what --json prints has changed.
  return join(out, stdout.trimEnd().split('\n').at(-1) ?? '');
}

async function layOutLibrary(out: string): Promise<void> {
  const source = await sourceManifest(LIBRARY);
  const reached = await reachedFrom(join(root, 'packages', LIBRARY), doorOf(source));
  await copyReached(reached, out);
  await cp(join(root, 'packages', LIBRARY, 'examples'), join(out, 'examples'), { recursive: true });
  await addCommon(out, LIBRARY, libraryManifest(source, reached.packages));
}

async function addCommon(out: string, folder: string, manifest: object): Promise<void> {
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp(join(root, 'packages', folder, 'README.md'), join(out, 'README.md'));
  await cp(join(root, 'LICENSE'), join(out, 'LICENSE'));
}
