import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { OUTBOX } from './outbox.js';
import { numberOf, WORKSHOP } from './world.js';
import type { WriteRow } from './write-row.js';

const digest = createHash('sha256').update(OUTBOX['plan.txt']).digest('hex');

/** The tool that sends files. */
export const FILE_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_send_file',
    args: {
      group: WORKSHOP.id,
      file_path: 'plan.txt',
      caption: 'The **plan**',
      parse_mode: 'markdown',
      reply_to: numberOf('To be answered'),
      silent: true,
    },
    again: { group: WORKSHOP.id, file_path: 'again.txt' },
    invalid: [{ caption: 'x'.repeat(1025) }, 'TEXT_INVALID'],
    changed: { file_path: 'again.txt' },
    shows: {
      action: 'send a file',
      text: 'The plan',
      entities: ['bold: "plan"'],
      details: [
        { label: 'Notification', text: 'none (silent)' },
        { label: 'In reply to message 1', text: expect.stringContaining('To be answered') },
        { label: `File, document of ${OUTBOX['plan.txt'].length} bytes`, text: 'plan.txt' },
        { label: 'File, SHA-256 and type', text: `${digest} text/plain` },
        { label: 'File, from', text: 'plan.txt' },
      ],
    },
    answers: { message_id: expect.any(Number), message_ids: [expect.any(Number)], date: expect.any(String) },
    writes: ['upload.saveFilePart', 'messages.sendMedia'],
    decisive: 'messages.sendMedia',
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) => {
      const name = again ? 'again.txt' : 'plan.txt';
      const messages = world.channels.get(WORKSHOP.bare)?.history.messages ?? [];
      const sent = messages.filter(
        ({ media, text, replyTo }) =>
          media?.kind === 'document' &&
          Buffer.from(media.content instanceof Uint8Array ? media.content : []).equals(OUTBOX[name]) &&
          (again || (text === 'The plan' && replyTo !== undefined)),
      );
      return sent.length === 1;
    },
  },
];
