/* Searches all chats, and shows what was found chat by chat: node search-all.js TEXT [MOST] */
import { openReader, ReaderError } from '@tgmcp/core/library';

const [text = '', most = '100'] = process.argv.slice(2);
const reader = await openReader({ env: process.env, onWarning: console.warn });
try {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for await (const { message, chat } of reader.search(text, { limit: Number(most) })) {
    const lines = found.get(chat.title) ?? [];
    found.set(chat.title, [...lines, `  ${message.date ?? ''} ${message.from ?? ''}: ${message.text ?? ''}`]);
  }
  for (const [title, lines] of found) console.log([title, ...lines].join('\n'));
} catch (error) {
  if (!(error instanceof ReaderError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await reader.close();
}
