/* Prints the chats with something unread, and marks nothing as read: node examples/unread.js */
import { listDialogs } from '@tgmcp/core';
import { orFail, withAccount } from './with-account.js';

await withAccount(async ({ telegram }) => {
  let from;
  let more = true;
  while (more) {
    const portion = orFail(await listDialogs(telegram, from, 100));
    for (const { record, after } of portion.items) {
      from = after;
      // Chats that the settings hide have no record.
      if (record !== undefined && record.unread > 0)
        console.log(`${String(record.unread).padStart(5)}  ${record.title} (${record.id})`);
    }
    more = portion.more && portion.items.length > 0;
  }
});
