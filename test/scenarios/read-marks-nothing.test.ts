/** A whole session of reading, with every tool, leaves what is unread unread. */
import { loadDemoWorld } from '@tgmcp/emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoSamples, KITES, NORA } from '../support/demo-samples.js';
import { openHouse, type House } from '../support/house.js';
import { readMarks } from '../support/read-marks.js';
import { readSession } from '../support/read-session.js';

/** What needs a permission, a file or a forum, which not every chat of this session is. */
const MAY_BE_REFUSED = new Set([
  'tg_download_media',
  'tg_get_saved_contacts',
  'tg_get_topics',
  'tg_invoke_read',
  'tg_use_session',
  'tg_view_image',
]);

let house: House;
beforeAll(async () => {
  house = await openHouse(loadDemoWorld, NORA);
});
afterAll(() => house.close());

it('leaves every unread counter, read mark and story view of the world as it was, with every tool', async () => {
  const { world } = house.emulator;
  const before = readMarks(world);
  expect(JSON.stringify(before)).toMatch(/"unread":[1-9]/);
  const agent = await house.start('read');
  const reads = await readSession(agent, demoSamples);
  const answered = new Set(reads.filter(({ answer }) => !answer.refused).map(({ tool }) => tool));
  const refused = reads.map(({ tool }) => tool).filter((tool) => !answered.has(tool));
  expect(refused.filter((tool) => !MAY_BE_REFUSED.has(tool))).toEqual([]);
  for (const more of [{ thread: 1 }, { kind: 'mention' }, { kind: 'pinned' }, { service: true }])
    expect(await agent.call('tg_get_messages', { group: KITES, ...more })).toMatchObject({ refused: false });
  const photos = await agent.call('tg_get_messages', { group: KITES, kind: 'photo', limit: 1 });
  const [photo] = photos.body['messages'] as { id: number }[];
  for (const tool of ['tg_view_image', 'tg_download_media'])
    expect(await agent.call(tool, { group: KITES, message_id: photo?.id })).toMatchObject({ refused: false });
  expect(readMarks(world)).toEqual(before);
  expect(house.emulator.unimplemented).toEqual([]);
});
