/** The client library by itself, as the measure for what a write asks of Telegram: looks up a chat and sends each line to it, and tells how long both took. */
import { createInterface } from 'node:readline';
import { Api, Logger, TelegramClient } from 'telegram';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { StringSession } from 'telegram/sessions/index.js';

const [session = '', chat = ''] = process.argv.slice(2);
const client = new TelegramClient(new StringSession(session), 12345, '0123456789abcdef0123456789abcdef', {
  baseLogger: new Logger(LogLevel.NONE),
});
await client.connect();
const peer = await client.getInputEntity(chat);

for await (const message of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await client.invoke(new Api.contacts.ResolveUsername({ username: chat }));
  await client.invoke(new Api.messages.SendMessage({ peer, message, noWebpage: true }));
  process.stdout.write(`${performance.now() - start}\n`);
}
process.exit(0);
