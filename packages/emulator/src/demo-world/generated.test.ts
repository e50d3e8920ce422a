import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadDemoWorld } from './index.js';

const DEMO = fileURLToPath(new URL('../../../../data/demo', import.meta.url));
const OLDER = 1_000_000;

it('a chat of a world.json may begin with a million generated messages, older than what is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tgmcp-world-'));
  try {
    cpSync(DEMO, folder, { recursive: true });
    const file = join(folder, 'world.json');
    const spec = JSON.parse(readFileSync(file, 'utf8')) as { chats: Record<string, unknown>[] };
    const [kites] = spec.chats;
    if (kites === undefined) throw new Error('no chat');
    kites['generated'] = { count: OLDER, days: 900 };
    writeFileSync(file, JSON.stringify(spec));
    const channel = loadDemoWorld(file).channels.get(1_800_000_001n);
    const plain = loadDemoWorld().channels.get(1_800_000_001n);
    expect(channel?.history.size).toBe(OLDER + (plain?.history.size ?? 0));
    const dates = [0, OLDER - 1, OLDER].map((index) => channel?.history.dateAt(index) ?? 0);
    expect(dates).toEqual(dates.toSorted((one, other) => one - other));
    expect(channel?.history.top?.text).toBe(plain?.history.top?.text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
