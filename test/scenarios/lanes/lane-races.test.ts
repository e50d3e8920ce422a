/** Several processes in one lane, and processes that are killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GROUP } from '../../support/small-world.js';
import { loseAnswer, sendsOf } from '../../support/writing.js';
import { openLaneBench, type LaneBench } from './bench.js';

let bench: LaneBench;
beforeEach(async () => {
  bench = await openLaneBench();
});
afterEach(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const textsOf = (): string[] => {
  const channel = bench.house.emulator.world.channels.get(GROUP.bare);
  return (channel?.history.messages ?? []).map(({ text }) => text);
};

it('of two processes that race for the last message of a lane exactly one gets it', async () => {
  const other = await bench.server();
  for (const round of [1, 2, 3]) {
    const lane = await bench.lane({ name: `Race ${round}`, max_messages: 1, max_messages_per_target: 1 });
    const texts = [`First of ${round}`, `Second of ${round}`];
    const answers = await Promise.all([
      bench.send(lane, texts[0] ?? ''),
      bench.send(lane, texts[1] ?? '', {}, other),
    ]);
    expect(answers.filter(({ refused }) => !refused)).toHaveLength(1);
    expect(answers.find(({ refused }) => refused)).toMatchObject({
      body: { code: 'LANE_EXHAUSTED', data: { bound: 'max_messages', sent: 'no' } },
    });
    expect(textsOf().filter((text) => texts.includes(text))).toHaveLength(1);
  }
});

it('of two processes that send the same text exactly one does', async () => {
  const other = await bench.server();
  const lane = await bench.lane();
  const answers = await Promise.all([bench.send(lane, 'Same'), bench.send(lane, 'Same', {}, other)]);
  expect(answers.filter(({ body }) => body['already_sent'] === false)).toHaveLength(1);
  expect(textsOf().filter((text) => text === 'Same')).toHaveLength(1);
});

it('a sender that is killed keeps its place, and repeating the call finds its message', async () => {
  const lane = await bench.lane({ max_messages: 2, max_messages_per_target: 2 });
  const answerLost = loseAnswer(bench.house, 'messages.sendMessage');
  const lost = bench.send(lane, 'In flight').catch(() => undefined);
  await answerLost();
  process.kill(bench.agent.pid, 'SIGKILL');
  await lost;

  const next = await bench.server();
  const { body } = await next.call('tg_get_write_lane', { lane_id: lane });
  expect(body).toMatchObject({ messages_used: 1, status: 'active' });
  expect(await bench.send(lane, 'In flight', {}, next)).toMatchObject({
    refused: false,
    body: { already_sent: true, message_id: expect.any(Number) },
  });
  expect(textsOf().filter((text) => text === 'In flight')).toHaveLength(1);
  expect(await bench.send(lane, 'The last one', {}, next)).toMatchObject({ refused: false });
  expect(await bench.send(lane, 'One too many', {}, next)).toMatchObject({
    body: { code: 'LANE_EXHAUSTED' },
  });
});

it('a lane that is revoked while a message is in flight lets that one end, and no other begin', async () => {
  const other = await bench.server();
  const lane = await bench.lane();
  bench.house.emulator.faults.add({
    method: 'messages.sendMessage',
    times: 1,
    kind: 'delay',
    delay_ms: 1_000,
  });
  const flying = bench.send(lane, 'In flight');
  while (sendsOf(bench.house) === 0) await sleep(20);
  expect(await other.call('tg_revoke_write_lane', { lane_id: lane })).toMatchObject({
    body: { status: 'revoked', messages_used: 1 },
  });
  expect(await flying).toMatchObject({ refused: false, body: { already_sent: false } });
  expect(await bench.send(lane, 'After it')).toMatchObject({ body: { code: 'GRANT_NOT_ACTIVE' } });
  expect(textsOf()).toContain('In flight');
  expect(textsOf()).not.toContain('After it');
});
