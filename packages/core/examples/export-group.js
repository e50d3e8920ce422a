/* Exports a chat to JSON lines, and goes on with what an earlier run left: node export-group.js CHAT */
import { openReader } from '@tgmcp/core/library';

const [chat] = process.argv.slice(2);
if (chat === undefined) throw new Error('Name a chat: an id, @username, link or exact title.');

const ended = new AbortController();
// A listener that stays: with none left, a library that tidies up would end the process at once.
process.on('SIGINT', () => ended.abort());
const reader = await openReader({ env: process.env, onWarning: console.warn });
try {
  const exported = await reader.export(
    { what: 'messages', format: 'jsonl', chats: [chat] },
    {
      signal: ended.signal,
      onProgress: (rows, expected) => process.stderr.write(`\r${rows} of ${expected ?? '?'}`),
    },
  );
  process.stderr.write('\n');
  if (exported.done) console.log(`${exported.file}\t${exported.rows} rows\t${exported.sha256 ?? ''}`);
  else {
    console.error('Not done; run this again to go on.', exported.stopped);
    process.exitCode = 1;
  }
} finally {
  await reader.close();
}
