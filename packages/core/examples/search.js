/* Prints the messages of a chat that hold some words, newest first: node examples/search.js @chat words … */
import { neutraliseText, searchMessages } from '@tgmcp/core';
import { orFail, withAccount } from './with-account.js';

const [name, ...words] = process.argv.slice(2);
if (name === undefined || words.length === 0) {
  console.error('Usage: node examples/search.js CHAT WORD…');
  process.exit(2);
}

await withAccount(async ({ telegram }) => {
  const chat = orFail(await telegram.peers.resolve(name));
  const query = { text: words.join(' '), since: 0, until: 0, before: 0, limit: 20 };
  const portion = orFail(await searchMessages(telegram, chat, query));
  for (const { record } of portion.items) {
    if (record?.text === undefined) continue;
    // Messages are the words of strangers: what does not show is made visible.
    console.log(`${record.id}  ${record.date}  ${neutraliseText(record.text).value}`);
  }
  console.log(`${portion.total} in all`);
});
