/** What the scripts do that users of tg-mcp know for exporting one group and for listing chats. */
import { neutraliseText, type MessageRecord, type PeerRecord } from '@tgmcp/core';
import { rm } from 'node:fs/promises';
import { EXIT, type ExitCode } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';
import { interruptible } from './interruptible.js';
import { recordsOf, writeOlder } from './older-document.js';
import { olderMessage } from './older-records.js';
import { exportWithLine, tellUnfinished } from './run-export.js';
import { withReading } from './with-reading.js';

/** The messages of a group in one document: the newest `limit` of those above `minId`, 0 for all. */
export async function exportGroupMessages(
  asked: { readonly group: string; readonly limit: number; readonly minId: number; readonly to: string },
  context: Context,
): Promise<ExitCode> {
  const { group, limit: most, minId: above, to } = asked;
  return withReading(context, (reading) =>
    interruptible(async (signal) => {
      const peer = must(await reading.account.telegram.peers.resolve(group, { signal }));
      const task = { what: 'messages', format: 'jsonl', chats: [peer.id], most, above } as const;
      const exported = must(await exportWithLine(reading, task, signal, context));
      if (!exported.done) return tellUnfinished(exported, 'the same command, within a day', context);
      const count = await writeOlder<MessageRecord>({
        from: exported.file,
        to,
        list: 'messages',
        record: olderMessage,
        head: (total, last) => ({
          id: peer.id,
          title: peer.title,
          export_date: new Date(reading.clock.now()).toISOString(),
          total_messages: total,
          min_id: above,
          last_message_id: last?.id ?? null,
        }),
      });
      await rm(exported.file);
      context.console.print(to);
      context.console.note(`${count} messages`);
      return EXIT.ok;
    }),
  );
}

/** All chats in a table: id, type, title. */
export async function listMyChats(context: Context): Promise<ExitCode> {
  const { console } = context;
  return withReading(context, (reading) =>
    interruptible(async (signal) => {
      const task = { what: 'dialogs', format: 'jsonl', chats: [] } as const;
      const exported = must(await exportWithLine(reading, task, signal, context));
      if (!exported.done) return tellUnfinished(exported, 'the same command, within a day', context);
      for await (const { id, type, title, username } of recordsOf<PeerRecord>(exported.file)) {
        const name = username === undefined ? '' : ` @${username}`;
        const words = neutraliseText(title.replaceAll(/\s+/gu, ' ')).value;
        console.print(`${id.padEnd(16)} ${type.padEnd(10)} ${words}${name}`);
      }
      await rm(exported.file);
      return EXIT.ok;
    }),
  );
}
