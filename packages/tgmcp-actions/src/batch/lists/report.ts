import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { listedChat, readList } from './read-list.js';

const SHAPE = '{"items": [{"chat_id": chat, "result": {"success": false, "error": text}}]}';
const report = z.object({
  items: z.array(
    z.object({
      chat_id: listedChat.nullish(),
      result: z.object({ success: z.unknown().optional(), error: z.unknown().optional() }).nullish(),
      success: z.unknown().optional(),
      error: z.unknown().optional(),
    }),
  ),
});

/**
 * Reads from a report of earlier invitations the chats whose invitation failed with an error that holds `needle`, each
 * once. INPUT_INVALID.
 */
export function readReport(text: string, needle: string): Outcome<string[]> {
  const read = readList('report_path', text, report, SHAPE);
  if (!read.ok) return read;
  const wanted = needle.toLowerCase();
  const failed = read.value.items.flatMap(({ chat_id, result, success, error }) => {
    const outcome = result ?? { success, error };
    const said = typeof outcome.error === 'string' ? outcome.error.toLowerCase() : undefined;
    const isMeant = outcome.success !== true && said !== undefined && said.includes(wanted);
    return isMeant && chat_id !== undefined && chat_id !== null ? [chat_id] : [];
  });
  return done([...new Set(failed)]);
}
