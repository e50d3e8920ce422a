import { done } from '@tgmcp/core';
import * as z from 'zod';
import { entityLines, entitySchema, formattedContent } from '../actions/entity.js';
import { formattedText, PARSE_MODES } from '../actions/formatted-text.js';
import { draftOf, saveDraft as save } from '../telegram/writer/save-draft.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { anyText, chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({ text: z.string(), entities: z.array(entitySchema) });
/** `replaces`: the date of the draft that was there at the preview, 0 for none; what is written since is not lost. */
const contentSchema = requestSchema.extend({ replaces: z.int() });

/** Sets or clears the draft of a chat. */
export const saveDraft = writeTool({
  name: 'tg_save_draft',
  title: 'Save a draft',
  description: 'Puts a text into the input field of a chat, unsent; an empty one clears it.',
  toolset: 'messages',
  verb: 'draft',
  retry: 'absolute',
  methods: ['messages.saveDraft'],
  input: { group: chat, message_text: anyText, parse_mode: z.enum(PARSE_MODES).default('plain') },
  result: { cleared: z.boolean() },
  target: ({ group }) => group,
  prepare({ message_text, parse_mode }, { maxMessageLength }) {
    if (message_text.trim() === '') {
      const content = { text: '', entities: [] };
      return done({ content, options: { no_webpage: true }, preview: { summary: 'clear the draft' } });
    }
    const formatted = formattedText(message_text, parse_mode, maxMessageLength);
    if (!formatted.ok) return formatted;
    return done({
      content: formattedContent(formatted.value),
      options: { no_webpage: true },
      preview: {
        summary: 'save a draft, which is not sent',
        text: formatted.value.text,
        entities: entityLines(formatted.value),
      },
    });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target }) {
      const request = requestSchema.parse(prepared.content);
      const before = await withStoredPeer(writer, target.id, (peer) => draftOf(writer, peer));
      if (!before.ok) return before;
      if (request.text === '' && before.value === undefined) {
        return invalidArgument('message_text: there is no draft to clear');
      }
      const { text, date: replaces } = before.value ?? { text: '', date: 0 };
      const label = request.text === '' ? 'Draft' : 'Replaces the draft';
      const details = replaces === 0 ? [] : [{ label, text }];
      return done(withDetails({ ...prepared, content: { ...prepared.content, replaces } }, details));
    },
    async perform({ action }, caller) {
      const draft = contentSchema.parse(action.content);
      const saved = await withStoredPeer(writer, action.target.id, (peer) =>
        save(writer, caller, peer, draft),
      );
      return saved.ok ? done({ result: { cleared: draft.text === '' }, repeated: false }) : saved;
    },
    async find({ action }) {
      const { text, replaces } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (peer) => draftOf(writer, peer));
      if (!now.ok) return now;
      const { text: there, date } = now.value ?? { text: '', date: 0 };
      if (date === replaces) return done({ kind: 'not_done' });
      if (there !== text) return done(undefined);
      return done({ kind: 'sent', result: { cleared: text === '' }, repeated: true });
    },
  }),
});
