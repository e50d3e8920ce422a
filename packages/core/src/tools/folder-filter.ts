import * as z from 'zod';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { CallOptions, TelegramCaller } from '../telegram/caller.js';
import { folderNamed, isInFolder, listFolders, type DialogFacts } from '../telegram/reader/folders.js';

/** The title of a chat folder; empty for all chats. */
export const folder = z.string().trim().max(64).default('').describe('folder title');

/** Whether a chat stands in the folder of that title. INPUT_INVALID, with the titles there are, where there is none. */
export async function folderFilter(
  account: TelegramCaller,
  title: string,
  options: CallOptions,
): Promise<Outcome<(chat: DialogFacts) => boolean>> {
  if (title === '') return done(() => true);
  const folders = await listFolders(account, options);
  if (!folders.ok) return folders;
  const found = folderNamed(folders.value, title);
  if (found !== undefined) return done((chat) => isInFolder(found, chat));
  const titles = folders.value.map((one) => one.title).join(', ');
  const problem = `folder: there is none of that title; there are: ${titles === '' ? 'none' : titles}`;
  return refuse('INPUT_INVALID', { data: { problems: [problem] } });
}
