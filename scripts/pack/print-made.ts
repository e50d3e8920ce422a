import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { root } from '../programs/bundle.js';

/** Says what was made, and how large it is. */
export async function printMade(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const { size } = await stat(file);
    console.log(`${(size / 1e6).toFixed(1).padStart(5)} MB  ${relative(root, file)}`);
  }
}
