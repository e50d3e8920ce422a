import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importTelegramExport } from '@tgmcp/emulator';
import { measured } from '../rounds.js';

const MESSAGES = 100_000;
const CHATS = 10;
const LIMIT_MS = 5000;

function chat(number: number) {
  const messages = Array.from({ length: MESSAGES / CHATS }, (_, index) => ({
    id: index + 1,
    type: 'message',
    date: '2024-01-01T00:00:00',
    date_unixtime: String(1_704_067_200 + index),
    from: `Person ${index % 300}`,
    from_id: `user${1000 + (index % 300)}`,
    ...(index % 7 === 0 && index > 10 && { reply_to_message_id: index - 5 }),
    ...(index % 11 === 0 && { reactions: [{ type: 'emoji', count: 2, emoji: '👍', recent: [] }] }),
    ...(index % 13 === 0 && { photo: '(File not included. Change data exporting settings to download.)' }),
    text:
      index % 3 === 0 ? ['see ', { type: 'bold', text: 'this' }, ` number ${index}`] : `message ${index} 🪁`,
    text_entities: [{ type: 'plain', text: `message ${index}` }],
  }));
  return { name: `Chat ${number}`, type: 'private_supergroup', id: 5000 + number, messages };
}

it('an export of 100,000 messages loads in under five seconds of the processor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tgmcp-import-'));
  try {
    const file = join(folder, 'result.json');
    const list = Array.from({ length: CHATS }, (_, number) => chat(number));
    writeFileSync(file, JSON.stringify({ personal_information: { user_id: 1 }, chats: { list } }));
    const load = () => {
      const before = process.cpuUsage();
      const world = importTelegramExport(file);
      // Of the processor: what else the machine does is no fault of the import.
      const { user, system } = process.cpuUsage(before);
      let loaded = 0;
      for (const channel of world.channels.values()) loaded += channel.history.size;
      expect(loaded).toBe(MESSAGES);
      return (user + system) / 1000;
    };
    expect(await measured(load, (took) => took < LIMIT_MS)).toBeLessThan(LIMIT_MS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
