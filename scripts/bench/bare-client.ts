/** The client library by itself, as the measure for what the server adds: reads one line, answers with the times it took. */
import { createInterface } from 'node:readline';
import { Logger, TelegramClient } from 'telegram';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { StringSession } from 'telegram/sessions/index.js';

const [session = '', chat = ''] = process.argv.slice(2);
const client = new TelegramClient(new StringSession(session), 12345, '0123456789abcdef0123456789abcdef', {
  baseLogger: new Logger(LogLevel.NONE),
});
await client.connect();
const peer = await client.getInputEntity(chat);

for await (const line of createInterface({ input: process.stdin })) {
  const times: number[] = [];
  for (let call = 0; call < Number(line); call += 1) {
    const start = performance.now();
    const messages = await client.getMessages(peer, { limit: 100 });
    times.push(performance.now() - start);
    if (messages.length !== 100) throw new Error(`expected 100 messages, got ${messages.length}`);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}
process.exit(0);
