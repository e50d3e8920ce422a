import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { listedChat, readList, unusable } from './read-list.js';

/** Messages of one chat that go in one request. */
export interface ManifestItem {
  readonly group: string;
  readonly message_ids: readonly number[];
}

/** Messages that a manifest can name. */
export const MOST_MESSAGES = 10_000;

const SHAPE = '[{"group": chat, "message_ids": [id, …]}], or the same under "targets"';
const id = z.int().min(1).max(2_147_483_647);
const entry = z
  .object({ group: listedChat.optional(), chat_id: listedChat.optional(), message_ids: z.array(id).min(1) })
  .refine(({ group, chat_id }) => group !== undefined || chat_id !== undefined);
const manifest = z.union([
  z.array(entry),
  z.object({ targets: z.array(entry) }).transform((all) => all.targets),
]);

/**
 * Reads a manifest of messages to delete. A chat that is named twice counts once, each message once, in portions of at most
 * `perItem`. INPUT_INVALID.
 */
export function readManifest(text: string, perItem: number): Outcome<ManifestItem[]> {
  const read = readList('manifest_path', text, manifest, SHAPE);
  if (!read.ok) return read;
  const byChat = new Map<string, Set<number>>();
  for (const { group, chat_id, message_ids } of read.value) {
    const named = group ?? chat_id ?? '';
    const ids = byChat.get(named) ?? new Set();
    for (const one of message_ids) ids.add(one);
    byChat.set(named, ids);
  }
  const total = [...byChat.values()].reduce((sum, ids) => sum + ids.size, 0);
  if (total > MOST_MESSAGES) {
    return unusable('manifest_path', `it names ${total} messages; at most ${MOST_MESSAGES} go in one batch`);
  }
  return done([...byChat].flatMap(([group, ids]) => portions(group, [...ids], perItem)));
}

function portions(group: string, ids: readonly number[], size: number): ManifestItem[] {
  const items: ManifestItem[] = [];
  for (let from = 0; from < ids.length; from += size) {
    items.push({ group, message_ids: ids.slice(from, from + size) });
  }
  return items;
}
