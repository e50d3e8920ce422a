import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';
import { root } from '../programs/bundle.js';

/** A package whose code is in what we hand out. */
export interface Included {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The text that has to go with it; undefined where its package has none. */
  readonly text: string | undefined;
  /** What we changed of it. */
  readonly changes?: string;
}

/** What we may hand out under the MIT licence, with a notice alone. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
]);
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[-.]|$)/iu;

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string().default('') });

/** The packages that a bundle took code from, ours left out. */
export async function includedIn(metafile: Metafile): Promise<Included[]> {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0];
      if (bytesInOutput > 0 && folder !== undefined) folders.add(join(root, folder));
    }
  return Promise.all([...folders].map((folder) => included(folder)));
}

/** The package in a folder. Throws for a licence that does not allow us to hand it out. */
export async function included(folder: string): Promise<Included> {
  const { name, version, license } = manifestSchema.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  const parts = license.replaceAll(/[()]/gu, '').split(/ AND /u);
  if (!parts.every((part) => ALLOWED.has(part)))
    throw new Error(`${name} ${version} cannot be handed out with ours: its licence is "${license}".`);
  const file = (await readdir(folder)).find((one) => LICENCE_FILE.test(one));
  const text = file === undefined ? undefined : await readFile(join(folder, file), 'utf8');
  return { name, version, licence: license, text };
}

/** The folder of an installed package, from the place of one of its files. */
export async function folderOf(file: string): Promise<string> {
  let folder = dirname(file);
  for (;;) {
    const names = await readdir(folder);
    // Some packages have manifests of their parts, which name no version.
    if (names.includes('package.json')) {
      const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      if (manifestSchema.safeParse(manifest).success) return folder;
    }
    if (dirname(folder) === folder) throw new Error(`${file} is in no package.`);
    folder = dirname(folder);
  }
}

/** The notice that goes with a package. */
export function notice(packages: readonly Included[]): string {
  const unique = [...new Map(packages.map((one) => [`${one.name} ${one.version}`, one])).values()];
  unique.sort((one, other) => (one.name < other.name ? -1 : 1));
  const parts = unique.map(({ name, version, licence, text, changes }) =>
    [
      `## ${name} ${version}`,
      `Licence: ${licence}${changes === undefined ? '' : `. Changed: ${changes}`}`,
      text === undefined
        ? 'Its package holds no text of the licence.'
        : `\`\`\`\n${text.replaceAll('\r', '').trim()}\n\`\`\``,
    ].join('\n\n'),
  );
  return `# Third parties\n\nThis package holds code of the packages below, under their licences.\n\n${parts.join('\n\n')}\n`;
}
