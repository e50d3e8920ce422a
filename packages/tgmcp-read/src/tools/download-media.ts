import {
  defineTool,
  done,
  messageId,
  NOTICE,
  openChat,
  peerOf,
  peerRecord,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';
import { download } from '../files/download.js';
import { fileRecord, leftOut } from '../files/file-record.js';
import { namedFiles, owner, photo, story } from '../files/file-name.js';

/** Fetches files into the inbox, under names of our own. Opens no self-destructing media and marks nothing as seen. */
export const downloadMedia = defineTool<CoreServices>()({
  name: 'tg_download_media',
  title: 'Download files',
  description: 'Saves media of messages, a profile photo or a story to the inbox; call again to resume.',
  input: z.strictObject({
    group: owner,
    message_id: messageId.min(1).optional(),
    ids: z.array(messageId.min(1)).max(20).default([]),
    photo,
    story,
  }),
  output: z.strictObject({
    group: peerRecord,
    files: z.array(fileRecord),
    left_out: z.array(leftOut).optional(),
    retry_after: z.int().min(0).optional(),
    notice: z.string(),
    hidden_characters: z.int().min(0).optional(),
  }),
  hints: READS,
  async handle(args, services, call) {
    const one = args.message_id === undefined ? [] : [args.message_id];
    const named = namedFiles([...one, ...args.ids], args);
    if (!named.ok) return named;
    const open = await openChat(services, args.group, call);
    if (!open.ok) return open;
    const got = await download(services, open.value, named.value, call);
    if (!got.ok) return got;
    const { files, refused } = got.value;
    const waits = refused.flatMap(({ refusal }) => refusal.retry_after ?? []);
    const left = refused.map(({ name, refusal }) => ({
      ...name,
      code: refusal.code,
      reason: typeof refusal.data?.['reason'] === 'string' ? refusal.data['reason'] : refusal.message,
    }));
    return done({
      group: peerOf(open.value.peer),
      files: [...files],
      ...(left.length === 0 ? {} : { left_out: left }),
      ...(waits.length === 0 ? {} : { retry_after: Math.ceil(Math.max(...waits)) }),
      notice: NOTICE,
    });
  },
});
