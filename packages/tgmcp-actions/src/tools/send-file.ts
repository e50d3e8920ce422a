import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { entityLines, entitySchema, formattedContent, type FormattedText } from '../actions/entity.js';
import { formattedText, PARSE_MODES, type ParseMode } from '../actions/formatted-text.js';
import { filesOf, outgoingFile } from '../files/outgoing-file.js';
import { readSource, sourceRecord, type Source } from '../files/source.js';
import { messageQuota } from '../quota/message-quota.js';
import { findMessage } from '../telegram/writer/find-message.js';
import { sendFiles } from '../telegram/writer/send-files.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { withDetails } from './concerned-messages.js';
import { fileDetails, gatherAgain } from './gathered-files.js';
import { completePlace, placeArguments, placeFields, placeOf } from './message-place.js';
import { anyText, chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

// Telegram's own limit for accounts without Premium: core.telegram.org/api/config#caption-length-limit-default.
const MOST_CAPTION = 1024;
const MOST_FILES = 10;

/** A file in an argument; a data: URI can be as long as the largest message that clients send. */
const file = z.string().min(1).max(30_000_000);

const contentSchema = z.strictObject({
  files: z.array(outgoingFile).min(1).max(MOST_FILES),
  text: z.string(),
  entities: z.array(entitySchema),
  ...placeFields,
});

interface CaptionArguments {
  readonly caption: string;
  readonly parse_mode: ParseMode;
}

/** A caption may be missing; what is there obeys the rules of every text. */
function captionOf({ caption, parse_mode }: CaptionArguments, maxLength: number): Outcome<FormattedText> {
  if (caption.trim() === '') return done({ text: '', entities: [] });
  return formattedText(caption, parse_mode, Math.min(maxLength, MOST_CAPTION));
}

/** Sends files from the file roots, from data: URIs or from URLs, one or as an album, now or later. */
export const sendFile = writeTool({
  name: 'tg_send_file',
  title: 'Send files',
  description:
    'Sends a file; with more_files an album. Each: path in the file roots (relative ones too), data: URI, or https: URL. Pictures go as photos unless as_document.',
  toolset: 'messages',
  verb: 'send_file',
  retry: 'dedup',
  methods: [
    'upload.saveFilePart',
    'upload.saveBigFilePart',
    'messages.uploadMedia',
    'messages.sendMedia',
    'messages.sendMultiMedia',
  ],
  input: {
    group: chat,
    file_path: file,
    more_files: z
      .array(file)
      .max(MOST_FILES - 1)
      .default([]),
    caption: anyText.default(''),
    parse_mode: z.enum(PARSE_MODES).default('plain'),
    as_document: z.boolean().default(false),
    ...placeArguments,
  },
  result: {
    message_id: z.int().min(0).max(2_147_483_647),
    message_ids: z.array(z.int().min(0).max(2_147_483_647)),
    date: z.string(),
  },
  target: ({ group }) => group,
  prepare({ file_path, more_files, as_document, ...rest }, { maxMessageLength, maxFileBytes }) {
    const sources = sourcesOf([file_path, ...more_files], maxFileBytes);
    if (!sources.ok) return sources;
    const caption = captionOf(rest, maxMessageLength);
    if (!caption.ok) return caption;
    const placed = placeOf(rest);
    if (!placed.ok) return placed;
    const { place, details } = placed.value;
    const what = sources.value.length === 1 ? 'a file' : `${sources.value.length} files as an album`;
    return done({
      content: {
        sources: sources.value.map(sourceRecord),
        as_document,
        ...formattedContent(caption.value),
        ...place,
      },
      options: {},
      preview: {
        summary: `${rest.schedule === '' ? 'send' : 'schedule'} ${what}`,
        ...(caption.value.text === ''
          ? {}
          : { text: caption.value.text, entities: entityLines(caption.value) }),
        details,
      },
    });
  },
  items: (content) => filesOf(content).length,
  quota: (target) => messageQuota(target.kind),
  weight: (content) => filesOf(content).length,
  on: (writer) => ({
    async complete(prepared, surroundings, args) {
      const placed = await completePlace(writer, prepared, surroundings.target);
      if (!placed.ok) return placed;
      const sources = sourcesOf([args.file_path, ...args.more_files], Number.MAX_SAFE_INTEGER);
      if (!sources.ok) return sources;
      const files = args.dry_run
        ? await writer.files.gather(sources.value, { keep: true, asDocument: args.as_document })
        : await gatherAgain(writer.files, sources.value, args.as_document, surroundings);
      if (!files.ok) return files;
      const { sources: _sources, as_document: _asDocument, ...rest } = placed.value.content;
      const content = { files: files.value.map((one) => ({ ...one })), ...rest };
      return done(withDetails({ ...placed.value, content }, fileDetails(files.value, sources.value)));
    },
    async perform({ action, randomIds }, caller) {
      const content = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) =>
        sendFiles(writer, caller, { ...content, peer, randomIds }),
      );
    },
    async find({ action }, sinceMs, others) {
      const { files, ...order } = contentSchema.parse(action.content);
      const [document] = files;
      // A photo is made anew by Telegram, and of an album one message would tell nothing about the others.
      if (files.length > 1 || document?.kind !== 'document') return done(undefined);
      const { known } = await others();
      const wanted = { ...order, document, sinceMs, known };
      const found = await withStoredPeer(writer, action.target.id, (peer) =>
        findMessage(writer, peer, wanted),
      );
      if (!found.ok) return found;
      if (found.value === undefined) return done(undefined);
      const { id, date } = found.value;
      const result = { message_id: id, message_ids: [id], date: new Date(date * 1000).toISOString() };
      return done({ kind: 'sent', result, repeated: true });
    },
    over: () => writer.files.prune(),
  }),
});

function sourcesOf(texts: readonly string[], maxBytes: number): Outcome<Source[]> {
  const sources: Source[] = [];
  for (const text of texts) {
    const source = readSource(text, maxBytes);
    if (!source.ok) return source;
    sources.push(source.value);
  }
  return done(sources);
}
