/** A whole session of reading, with every tool, leaves what is unread unread. */
import { loadDemoWorld } from '@tgmcp/emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoSamples, KITES, NORA } from '../support/demo-samples.js';
import { openHouse, type House } from '../support/house.js';
import { readMarks } from '../support/read-marks.js';
import { readSession } from '../support/read-session.js';

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
  // Only what needs a permission, or something that this world has not, may be refused.
  expect(new Set(refused).size, refused.join(' ')).toBeLessThanOrEqual(3);
  for (const more of [{ thread: 1 }, { kind: 'mention' }, { kind: 'pinned' }, { service: true }])
    expect(await agent.call('tg_get_messages', { group: KITES, ...more })).toMatchObject({ refused: false });
  expect(readMarks(world)).toEqual(before);
  expect(house.emulator.unimplemented).toEqual([]);
});
