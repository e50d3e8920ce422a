/** Making a batch of many small items: what Telegram is asked for it. */
import type { World } from '@tgmcp/emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERSON, smallWorld } from '../../support/small-world.js';
import { openBatchHouse, type BatchHouse } from './bench.js';
import { marked } from './world.js';

const ARCHIVES = [2_601n, 2_602n];
const MESSAGES = 130;
const GONE = 131;

function archives(): World {
  const world = smallWorld();
  for (const id of ARCHIVES) {
    world.addSupergroup({ id, title: `Archive ${id}`, creator: PERSON.id });
    for (let n = 1; n <= MESSAGES; n += 1) {
      const peer = { kind: 'channel', id } as const;
      world.addMessage({ peer, from: PERSON.id, date: 1_790_200_000 + n, text: `old ${n} of ${id}` });
    }
  }
  return world;
}

let bench: BatchHouse;
beforeAll(async () => {
  bench = await openBatchHouse(archives, ARCHIVES.map(marked));
});
afterAll(() => bench.house.close());

it('looks messages up a hundred at once, though each item has one', async () => {
  const message_ids = Array.from({ length: GONE }, (_, index) => index + 1);
  const list = ARCHIVES.map((id) => ({ group: marked(id), message_ids }));
  const before = bench.house.wire().length;
  const progress: number[] = [];
  const made = await bench.agent.client.callTool(
    {
      name: 'tg_create_delete_messages_batch_from_manifest',
      arguments: { manifest_path: await bench.list('many.json', list), max_ids_per_action: 1 },
    },
    undefined,
    { onprogress: ({ progress: done }) => progress.push(done) },
  );
  expect(made.isError).not.toBe(true);
  expect(made.structuredContent).toMatchObject({
    pending_count: ARCHIVES.length * MESSAGES,
  });
  const asked = bench.house.wire().slice(before);
  expect(asked.filter((method) => method === 'channels.getMessages')).toHaveLength(2 * ARCHIVES.length);
  expect(asked.length).toBeLessThan(20);
  expect(progress.length).toBeGreaterThan(0);
});
