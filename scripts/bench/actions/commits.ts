import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a commit of the state store comes to at least: a file written and fsynced, linked, and its folder fsynced. */
const BYTES = randomBytes(600);

/** Milliseconds of one such commit in a folder. */
export async function commitMs(folder: string, name: string): Promise<number> {
  const file = join(folder, `${name}.new`);
  const linked = join(folder, name);
  const began = performance.now();
  const handle = await open(file, 'wx', 0o600);
  await handle.write(BYTES);
  await handle.sync();
  await handle.close();
  await link(file, linked);
  const parent = await open(folder, 'r');
  await parent.sync();
  await parent.close();
  const took = performance.now() - began;
  await rm(file);
  await rm(linked);
  return took;
}
