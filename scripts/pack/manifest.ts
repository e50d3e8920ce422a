import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../programs/bundle.js';

const texts = z.record(z.string(), z.string());
const sourceSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  mcpName: z.string().optional(),
  license: z.string(),
  type: z.literal('module'),
  engines: texts,
  bin: texts.optional(),
  exports: z.record(z.string(), z.object({ types: z.string(), default: z.string() })),
  dependencies: texts,
});

/** The manifest of a package in the workspace, as far as the world sees it. */
type Source = z.infer<typeof sourceSchema>;

/** Reads `packages/FOLDER/package.json`. */
export async function sourceManifest(folder: string): Promise<Source> {
  return sourceSchema.parse(
    JSON.parse(await readFile(join(root, 'packages', folder, 'package.json'), 'utf8')),
  );
}

/**
 * The manifest of a packed program. Its only dependency lies inside, so that nothing is fetched; the doors that the
 * workspace has are not there, because their code is in the bundle.
 */
export function programManifest({ exports: _doors, dependencies, ...source }: Source): object {
  const { telegram = '' } = dependencies;
  return {
    ...source,
    exports: { './package.json': './package.json' },
    dependencies: { telegram },
    bundleDependencies: ['telegram'],
  };
}

/** For programs of others. The doors for writing, for logging in and for starting a server are opened by ours alone. */
const DOOR = './library';

/** The files behind the one door of the packed library. */
export function doorOf({ name, exports }: Source): { readonly types: string; readonly default: string } {
  const door = exports[DOOR];
  if (door === undefined) throw new Error(`${name} has no door ${DOOR}.`);
  return door;
}

/** The manifest of the packed library: one door, and of what the source depends on, which npm brings, what is behind it. */
export function libraryManifest(source: Source, needed: ReadonlySet<string>): object {
  const dependencies = Object.fromEntries(
    Object.entries(source.dependencies).filter(([name]) => needed.has(name)),
  );
  const missing = [...needed].filter((name) => !(name in dependencies));
  if (missing.length > 0) throw new Error(`${source.name} does not name ${missing.join(', ')}.`);
  const ours = Object.entries(dependencies).filter(([, range]) => range.startsWith('workspace:'));
  if (ours.length > 0) throw new Error(`${source.name} depends on ${ours.map(([name]) => name).join(', ')}.`);
  const exports = { [DOOR]: doorOf(source), './package.json': './package.json' };
  return { ...source, exports, dependencies };
}
