import {
  openChat,
  defineTool,
  done,
  firstMessage,
  group,
  NOTICE,
  pageFields,
  peerOf,
  peerRecord,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';

/** When a chat was created: the date of the oldest message that this account may see. */
export const getGroupCreationDate = defineTool<CoreServices>()({
  name: 'tg_get_group_creation_date',
  title: 'Creation date',
  description: 'When a chat began: the date of its oldest message that can be seen.',
  input: z.strictObject({ group }),
  output: z.strictObject({
    group: peerRecord,
    creation_date: z.string().optional(),
    note: pageFields.note,
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const first = await firstMessage(telegram, peer, options);
    if (!first.ok) return first;
    const common = { group: peerOf(peer), notice: NOTICE };
    if (first.value === undefined) return done({ ...common, note: 'There is no message to go by.' });
    const { date: creation_date, isCreation } = first.value;
    const note = 'This is the oldest message that can be seen; the chat may be older.';
    return done({ ...common, creation_date, ...(isCreation ? {} : { note }) });
  },
});
