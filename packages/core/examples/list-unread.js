/* Chats with something unread, the most first: node list-unread.js */
import { openReader } from '@tgmcp/core/library';

const reader = await openReader({ env: process.env, onWarning: console.warn });
try {
  const chats = [];
  for await (const chat of reader.dialogs()) if (chat.unread > 0 && chat.muted !== true) chats.push(chat);
  chats.sort((one, other) => other.unread - one.unread);
  for (const { unread, title, id } of chats) console.log(`${unread}\t${title}\t${id}`);
} finally {
  await reader.close();
}
