import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { listedChat, readList } from './read-list.js';

const SHAPE =
  '[chat or {"target": chat, "leave_candidate": true}], or the same under "candidates" or "targets"';
const reviewed = z
  .object({
    target: listedChat.optional(),
    group: listedChat.optional(),
    chat_id: listedChat.optional(),
    leave_candidate: z.unknown().optional(),
    review: z.object({ leave_candidate: z.unknown().optional() }).nullish(),
  })
  .refine(({ target, group, chat_id }) => (target ?? group ?? chat_id) !== undefined);
const entry = z.union([listedChat, reviewed]);
const candidates = z.union([
  z.array(entry),
  z.object({ candidates: z.array(entry) }).transform((all) => all.candidates),
  z.object({ targets: z.array(entry) }).transform((all) => all.targets),
]);

/**
 * Reads a list of chats that may be left, each once: a bare name is one; of objects those alone that somebody marked by
 * `leave_candidate: true`. INPUT_INVALID.
 */
export function readCandidates(text: string): Outcome<string[]> {
  const read = readList('candidates_path', text, candidates, SHAPE);
  if (!read.ok) return read;
  const chosen = read.value.flatMap((one) => {
    if (typeof one === 'string') return [one];
    // Nothing but true itself is a person's decision.
    const isMarked = one.leave_candidate === true || one.review?.leave_candidate === true;
    return isMarked ? [one.target ?? one.group ?? one.chat_id ?? ''] : [];
  });
  return done([...new Set(chosen)]);
}
