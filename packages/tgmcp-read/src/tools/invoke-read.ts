import {
  defineTool,
  done,
  invokeRead as invoke,
  NOTICE,
  pageFields,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';

/** Any reading method of Telegram's API, for what no tool does. */
export const invokeRead = defineTool<CoreServices>()({
  name: 'tg_invoke_read',
  title: 'Raw reading call',
  description:
    'Calls a reading method of the Telegram API, e.g. messages.getHistory; params by TL field name, chats as ids or @names.',
  input: z.strictObject({
    method: z.string().min(1).max(100),
    params: z.record(z.string(), z.unknown()).default({}),
  }),
  output: z.strictObject({
    method: z.string(),
    /** Left out where even its single values are too large. */
    result: z.unknown().optional(),
    note: pageFields.note,
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { settings } = services;
    const answer = await invoke(opened.value.telegram, args, {
      phones: settings.TG_SHOW_PHONE_NUMBERS,
      maxBytes: settings.TG_READ_PAGE_BYTES,
      signal: call.signal,
    });
    if (!answer.ok) return answer;
    const { method, value, cut } = answer.value;
    const note = cut.length === 0 ? {} : { note: `Cut to fit: ${cut.join('; ')}. Ask for less or page on.` };
    return done({ method, ...(value === undefined ? {} : { result: value }), ...note, notice: NOTICE });
  },
});
