import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from '../../support/house.js';

/** What lies in the outbox of the house in which the write tools are tried. */
export const OUTBOX = {
  'plan.txt': Buffer.from('Meet at eight, bring the kites.\n'),
  'again.txt': Buffer.from('Meet at nine.\n'),
} as const satisfies Record<string, Buffer>;

/** The outbox of a house, with these files in it. */
export async function fillOutbox({ dir }: Pick<House, 'dir'>): Promise<string> {
  const outbox = join(dir, 'outbox');
  await mkdir(outbox, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of Object.entries(OUTBOX)) await writeFile(join(outbox, name), bytes);
  return outbox;
}
