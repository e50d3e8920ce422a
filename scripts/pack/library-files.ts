import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';

/** What is loaded behind a door of a package, with the types that it shows. */
export interface Reached {
  readonly folder: string;
  /** Compiled files and declarations, by their paths in the package. */
  readonly files: ReadonlySet<string>;
  /** The packages that they ask for by name. */
  readonly packages: ReadonlySet<string>;
}

/** Follows the imports of a compiled door, those of its types, too. Both are paths in the folder of the package. */
export async function reachedFrom(
  folder: string,
  door: { readonly types: string; readonly default: string },
): Promise<Reached> {
  const code = await codeBehind(folder, door.default);
  const types = await typesBehind(folder, door.types);
  return {
    folder,
    files: new Set([...code.files, ...types.files]),
    packages: new Set([...code.packages, ...types.packages]),
  };
}

/** Copies the files into another folder, at the same paths. */
export async function copyReached({ folder, files }: Reached, out: string): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(out, file)), { recursive: true });
    await writeFile(join(out, file), await readFile(join(folder, file)));
  }
}

async function codeBehind(folder: string, door: string): Promise<Omit<Reached, 'folder'>> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [door],
    outdir: join(folder, 'never-written'),
    write: false,
    bundle: true,
    splitting: true,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const names = imports.filter(({ external }) => external === true).map(({ path }) => path);
  return { files: new Set(Object.keys(metafile.inputs)), packages: packagesOf(names) };
}

/** How the compiler writes imports into declarations. */
const IMPORTED = /(?:\bfrom |\bimport\(|^import )['"]([^'"]+)['"]/gmu;

async function typesBehind(folder: string, door: string): Promise<Omit<Reached, 'folder'>> {
  const files = new Set<string>();
  const names: string[] = [];
  const left = [posix.normalize(door)];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, name = ''] of (await readFile(join(folder, file), 'utf8')).matchAll(IMPORTED))
      if (name.startsWith('.')) left.push(posix.join(posix.dirname(file), name.replace(/\.js$/u, '.d.ts')));
      else names.push(name);
  }
  return { files, packages: packagesOf(names) };
}

function packagesOf(names: readonly string[]): Set<string> {
  const foreign = names.filter((name) => !isBuiltin(name));
  return new Set(foreign.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
}
