/** Questions that people ask, each answered in at most two calls. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerAll, type Answered } from '../../scripts/dist/bench/questions/answer-all.js';
import { NORA, questionsWorld } from '../../scripts/dist/bench/questions/world.js';
import { openHouse, type House } from '../support/house.js';

/** The right answers, in the order of the questions. */
const ANSWERS: readonly unknown[] = [
  ['The tow point belongs two fingers higher'],
  2,
  ['Tomás Rivera', 'Kites & Code', 'Nachbarschaft Lindenhof'],
  ['Lunch?', 'My tow point is where it always was', 'The tow point belongs two fingers higher'],
  'Vera Holm',
  ['The thermal camera is in the shed', 'I bring the thermal flask', 'Kevlar thread only, please'],
  ['Otto Brandt: And I the cake', 'Vera Holm: I bring the thermal flask'],
  [
    ['Red or blue?', 'Red 1', 'Blue 1'],
    ['Saturday or Sunday?', 'Saturday 2', 'Sunday 0'],
  ],
  ['Bakery crew', 'Board Games Thursday', 'Kites & Code', 'Sourdough Support', 'Weekend in the Hills ⛰'],
  ['image/jpeg', true],
];

let house: House;
let answered: readonly Answered[];
beforeAll(async () => {
  house = await openHouse(questionsWorld, NORA);
  const agent = await house.start('read');
  await agent.client.listTools();
  answered = await answerAll(agent.client);
});
afterAll(() => house.close());

it('has an answer for each', () => {
  expect(answered).toHaveLength(10);
  expect(answered.map(({ answer }) => answer)).toEqual(ANSWERS);
});

it('takes at most two calls for each', () => {
  expect(answered.filter(({ calls }) => calls > 2)).toEqual([]);
});
