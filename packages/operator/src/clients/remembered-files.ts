import { lockFolder, makeMissing } from '@tgmcp/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { CLIENT_IDS, type ClientFile } from './clients.js';

/** Which files were written for which clients; paths alone. */
const schema = z.object({ files: z.array(z.object({ id: z.enum(CLIENT_IDS), file: z.string() })) });
/** A person has a few; those of long ago go. */
const MOST = 50;

const placeIn = (data: string): string => join(data, 'clients.json');

/** The files that were written for clients, the newest first; none where that cannot be read. */
export function rememberedFiles(data: string): ClientFile[] {
  try {
    return schema.parse(JSON.parse(readFileSync(placeIn(data), 'utf8'))).files;
  } catch {
    return [];
  }
}

/**
 * Remembers in the data folder that a file was written for a client, so that it is looked for there, too. Whoever remembers
 * another one at the same time is waited for. Why it could not, as the system says it; what was written stands all the same.
 */
export async function rememberFile(data: string, one: ClientFile): Promise<string | undefined> {
  try {
    await makeMissing(data);
    const unlock = await lockFolder(data);
    try {
      await addTo(data, one);
    } finally {
      await unlock?.();
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return String(error.code);
  }
}

async function addTo(data: string, one: ClientFile): Promise<void> {
  const before = rememberedFiles(data);
  if (before.some(({ id, file }) => id === one.id && file === one.file)) return;
  const files = [{ id: one.id, file: one.file }, ...before].slice(0, MOST);
  await writeFileAtomic(placeIn(data), `${JSON.stringify({ files }, null, 2)}\n`, { mode: 0o600 });
}
