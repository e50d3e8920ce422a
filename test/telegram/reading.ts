/** The reader's operations that core does not show to everybody, as the tools use them. */
export { chatInfo } from '../../packages/core/dist/telegram/reader/chat-info.js';
import { listDialogs, type DialogRecord } from '../../packages/core/dist/telegram/reader/list-dialogs.js';
import type { Telegram } from '@tgmcp/core';

/** All dialogs of one portion. */
export async function listDialogsOf(telegram: Telegram): Promise<DialogRecord[]> {
  const portion = await listDialogs(telegram, undefined, 100);
  if (!portion.ok) throw new Error(portion.refusal.message);
  return portion.value.items.flatMap(({ record }) => record ?? []);
}
