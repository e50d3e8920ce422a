/** What commits cost on the disk that holds the state: the bare ones, and those of the state store. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentKind, StateStore } from '@tgmcp/core';
import * as z from 'zod';

const TEXT = randomBytes(300).toString('hex');
const FACTS: DocumentKind<{ text: string }> = {
  folder: 'bench-facts',
  version: 1,
  schema: z.strictObject({ text: z.string() }),
};

/** Milliseconds of a file written and fsynced, linked, and its folder fsynced: less no durable commit can do. */
export async function bareCommitMs(folder: string): Promise<number> {
  const linked = join(folder, randomUUID());
  const file = `${linked}.new`;
  const began = performance.now();
  const handle = await open(file, 'wx', 0o600);
  await handle.write(TEXT);
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

/** Milliseconds of a commit of the state store: a new fact, written, verified, durable, and in place once. */
export async function storeCommitMs(store: StateStore): Promise<number> {
  const began = performance.now();
  await store.create(FACTS, randomUUID(), { text: TEXT });
  return performance.now() - began;
}
