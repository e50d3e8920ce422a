/* Prints what arrives in any chat, until Ctrl-C, and marks nothing as read: node follow-inbox.js [SECONDS] */
import { setTimeout as pause } from 'node:timers/promises';
import { openReader, ReaderError } from '@tgmcp/core/library';

const seconds = Number(process.argv[2] ?? 30);
const ended = new AbortController();
const { signal } = ended;
// A listener that stays: with none left, a library that tidies up would end the process at once.
process.on('SIGINT', () => ended.abort());
/** @type {Map<string, string>} How each chat stood at the last look. */
const stood = new Map();
/** @type {Map<string, number>} The newest message that was printed of each chat. */
const newest = new Map();
// Telegram counts in whole seconds.
const begun = new Date(Math.floor(Date.now() / 1000) * 1000);
const reader = await openReader({ env: process.env, onWarning: console.warn });

async function look() {
  for await (const chat of reader.dialogs({ limit: 100, signal })) {
    const stands = `${chat.last_message ?? ''} ${chat.unread}`;
    if (stood.get(chat.id) === stands) continue;
    stood.set(chat.id, stands);
    const above = newest.get(chat.id);
    const arrived = [];
    for await (const message of reader.history(
      chat.id,
      above === undefined ? { since: begun, signal } : { above, signal },
    ))
      arrived.push(message);
    for (const { id, from, text, media } of arrived.toReversed()) {
      newest.set(chat.id, id);
      console.log(`${chat.title}\t${from ?? ''}\t${text ?? `(${media?.kind ?? 'service'})`}`);
    }
  }
}

try {
  while (!signal.aborted) {
    let wait = seconds;
    try {
      await look();
    } catch (error) {
      // Telegram, or the common pace of the account, asks to come back later.
      if (!(error instanceof ReaderError) || error.retryAfter === undefined) throw error;
      wait = Math.max(wait, error.retryAfter);
    }
    await pause(wait * 1000, undefined, { signal });
  }
} catch (error) {
  if (!signal.aborted) throw error;
} finally {
  await reader.close();
}
