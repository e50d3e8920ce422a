/** The client library by itself, going through all messages of a chat: for each line read, answers with the seconds it took. */
import { createInterface } from 'node:readline';
import { Logger, TelegramClient } from 'telegram';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { StringSession } from 'telegram/sessions/index.js';

const [session = '', chat = '', count = '0'] = process.argv.slice(2);
const client = new TelegramClient(new StringSession(session), 12345, '0123456789abcdef0123456789abcdef', {
  baseLogger: new Logger(LogLevel.NONE),
});
await client.connect();
const peer = await client.getInputEntity(chat);

for await (const _ of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  let seen = 0;
  // Without the pauses that the library makes of itself in long lists.
  for await (const message of client.iterMessages(peer, { waitTime: 0 })) if (message.id > 0) seen += 1;
  if (seen !== Number(count)) throw new Error(`expected ${count} messages, got ${seen}`);
  process.stdout.write(`${(performance.now() - begun) / 1000}\n`);
}
process.exit(0);
