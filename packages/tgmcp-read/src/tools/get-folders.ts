import {
  count,
  defineTool,
  done,
  FOLDER_KINDS,
  isInFolder,
  listFolders,
  NOTICE,
  pageFields,
  READS,
  type CoreServices,
  type ReadDialog,
} from '@tgmcp/core';
import * as z from 'zod';
import { allDialogs } from '../unread/all-dialogs.js';

/** The chat folders of the account, and how many chats each holds now. */
export const getFolders = defineTool<CoreServices>()({
  name: 'tg_get_folders',
  title: 'Chat folders',
  description: 'Chat folders with counts; list one with folder of tg_get_my_dialogs.',
  input: z.strictObject({}),
  output: z.strictObject({
    count,
    folders: z.array(
      z.strictObject({
        title: z.string(),
        chats: count,
        unread_chats: count,
        /** Kinds of chats that it takes in as a whole. */
        kinds: z.array(z.enum(FOLDER_KINDS)).optional(),
      }),
    ),
    note: pageFields.note,
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle(_args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const listed = await listFolders(telegram, options);
    if (!listed.ok) return listed;
    const none = listed.value.length === 0;
    const read = none
      ? done({ dialogs: [] as ReadDialog[], isWhole: true })
      : await allDialogs(telegram, options);
    if (!read.ok) return read;
    const { dialogs, isWhole } = read.value;
    const folders = listed.value.map((folder) => {
      const chats = dialogs.filter(({ record, facts }) => record !== undefined && isInFolder(folder, facts));
      const unread = chats.filter(({ facts }) => facts.unread);
      const counts = { title: folder.title, chats: chats.length, unread_chats: unread.length };
      return folder.kinds.size === 0 ? counts : { ...counts, kinds: [...folder.kinds] };
    });
    const note = none
      ? { note: 'This account has no folders.' }
      : isWhole
        ? {}
        : { note: 'Only the 1,000 chats with the newest activity were counted.' };
    return done({ count: folders.length, folders, ...note, notice: NOTICE });
  },
});
