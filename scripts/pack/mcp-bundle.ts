import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packExtension } from '@anthropic-ai/mcpb';
import { z } from 'zod';
import { root } from '../programs/bundle.js';
import type { LaidOut } from './packages.js';

const SERVERS = ['tgmcp-read', 'tgmcp-actions'];
const manifestSchema = z.object({ name: z.string(), version: z.string() });

/** Makes a bundle of each server among the packages and resolves to their paths; the packages get a manifest each. */
export async function mcpBundles(packages: readonly LaidOut[], out: string): Promise<string[]> {
  await mkdir(out, { recursive: true });
  const made: string[] = [];
  for (const { source, folder } of packages.filter((one) => SERVERS.includes(one.source))) {
    const manifest = join(folder, 'manifest.json');
    await cp(join(root, 'packages', source, 'manifest.json'), manifest);
    const { name, version } = manifestSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
    const outputPath = join(out, `${name}-${version}.mcpb`);
    // It checks the manifest against its schema first, and says on stderr what is wrong with it.
    if (!(await packExtension({ extensionPath: folder, outputPath, silent: true })))
      throw new Error(`No bundle was made of ${name}.`);
    made.push(outputPath);
  }
  return made;
}
