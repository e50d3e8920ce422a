import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../programs/bundle.js';

/** The version of everything, as the manifest of the repository has it; the only place where a person writes it. */
export const version = z
  .object({ version: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;

const OWN_LINE = /^( {2}"version": ").*(",?)$/mu;

/** The files that repeat the version: the constant that programs announce, and the manifest of each package. */
export function versions(): Record<string, string> {
  const folders = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const manifests = [...folders, 'scripts', 'test'].map((folder) => `${folder}/package.json`);
  return {
    'packages/core/src/version.ts':
      '/** The version of all packages, as programs announce it; generated from the manifest of the repository. */\n' +
      `export const VERSION = '${version}';\n`,
    ...Object.fromEntries(
      manifests.map((path) => {
        const text = readFileSync(join(root, path), 'utf8');
        return [path, text.replace(OWN_LINE, `$1${version}$2`)];
      }),
    ),
  };
}
