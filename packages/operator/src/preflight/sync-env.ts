import { rightsProblem } from '@tgmcp/core';
import { chmod, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { surroundings } from '../doctor/patient.js';
import { namesIn, sampleBlocks } from './sample.js';

/**
 * Appends to the settings file what the sample has and it does not mention, each setting at its default behind a "#",
 * with the sample's remark. No line that is there is touched; the file is private afterwards. 0 done, 1 it cannot be.
 */
export async function syncEnv({ console, env }: Context): Promise<0 | 1> {
  const { project, file } = surroundings(env);
  try {
    const blocks = sampleBlocks(await readFile(join(project.project, '.env.sample'), 'utf8'));
    const before = await readFile(file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw error;
    });
    const present = new Set(namesIn(before));
    const missing = blocks.filter(({ name }) => !present.has(name));
    const text = missing.map(({ lines }) => `\n${lines.join('\n')}\n`).join('');
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(before === '' || before.endsWith('\n') ? text : `\n${text}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (rightsProblem(await stat(file), '600') !== undefined) await chmod(file, 0o600);
    console.print(
      missing.length === 0
        ? `${file} names every setting already.`
        : `Appended to ${file}, at their defaults: ${missing.map(({ name }) => name).join(', ')}.`,
    );
    return 0;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    console.note(`The settings in ${file} cannot be brought up to the sample (${code}).`);
    return 1;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
