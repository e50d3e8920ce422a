import type { PeerRecord } from '../../tools/records.js';
import type { RowFormat } from './row-format.js';

/** One JSON object a line, the fields of the tools' records; the chat's id stands first where there are chats. Texts are kept as they are. */
export function jsonLines<R extends object>(): RowFormat<R> {
  return {
    head: () => Promise.resolve(''),
    section: () => '',
    rows: (records, chat) => Promise.resolve(records.map((record) => `${lineOf(record, chat)}\n`).join('')),
  };
}

function lineOf(record: object, chat: PeerRecord | undefined): string {
  const line = JSON.stringify(chat === undefined ? record : { chat: chat.id, ...record });
  // Some readers end a line at these, which JSON allows inside of texts.
  return line.replaceAll(/[\u0085\u2028\u2029]/gu, (found) => {
    return `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}
