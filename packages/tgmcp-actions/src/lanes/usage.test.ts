import { createMemoryStore, manualClock } from '@tgmcp/core';
import { expect, it } from 'vitest';
import type { LaneScope } from './scope.js';
import { createLaneUsage } from './usage.js';

const SCOPE: LaneScope = {
  version: 1,
  name: 'Reports',
  purpose: '',
  targets: [],
  ttl_sec: 3600,
  max_messages: 3,
  max_messages_per_target: 2,
  min_interval_sec: 60,
  max_message_len: 100,
  allow_links: false,
};

function usageBench() {
  const clock = manualClock();
  return { clock, usage: createLaneUsage(createMemoryStore({ clock }), clock) };
}

it('a place is taken once for each message, and is counted in all and for its chat', async () => {
  const { clock, usage } = usageBench();
  expect(await usage.used('lane')).toEqual({ total: 0, byPeer: new Map() });
  expect(await usage.reserve('lane', SCOPE, '-1', 'one')).toEqual({ ok: true, value: true });
  expect(await usage.reserve('lane', SCOPE, '-1', 'one')).toEqual({ ok: true, value: false });
  expect(await usage.reserve('lane', SCOPE, '-2', 'two')).toEqual({ ok: true, value: true });
  await clock.advance(60_000);
  expect(await usage.reserve('lane', SCOPE, '-1', 'three')).toEqual({ ok: true, value: true });
  expect(await usage.used('lane')).toEqual({
    total: 3,
    byPeer: new Map([
      ['-1', 2],
      ['-2', 1],
    ]),
  });
  expect(await usage.used('other')).toMatchObject({ total: 0 });
});

it('no place is left beyond the bounds, in all before those of one chat', async () => {
  const { clock, usage } = usageBench();
  const free = { ...SCOPE, min_interval_sec: 0 };
  for (const id of ['one', 'two']) await usage.reserve('lane', free, '-1', id);
  const one = { bound: 'max_messages_per_target', used: 2, limit: 2 };
  expect(await usage.fits('lane', free, '-1')).toMatchObject({
    refusal: { code: 'LANE_EXHAUSTED', data: one },
  });
  expect(await usage.reserve('lane', free, '-1', 'three')).toMatchObject({ refusal: { data: one } });
  expect(await usage.fits('lane', free, '-2')).toEqual({ ok: true, value: undefined });
  await usage.reserve('lane', free, '-2', 'three');
  const all = { bound: 'max_messages', used: 3, limit: 3 };
  for (const peer of ['-1', '-2', '-3']) {
    expect(await usage.fits('lane', free, peer)).toMatchObject({
      refusal: { code: 'LANE_EXHAUSTED', data: all },
    });
  }
  await clock.advance(86_400_000);
  expect(await usage.fits('lane', free, '-3')).toMatchObject({ ok: false });
});

it('the next message to a chat waits its time out, to the second, and other chats do not', async () => {
  const { clock, usage } = usageBench();
  await usage.reserve('lane', SCOPE, '-1', 'one');
  await clock.advance(20_000);
  const wait = { code: 'LANE_WAIT', retry_after: 40, data: { bound: 'min_interval_sec' } };
  expect(await usage.fits('lane', SCOPE, '-1')).toMatchObject({ refusal: wait });
  expect(await usage.reserve('lane', SCOPE, '-1', 'two')).toMatchObject({ refusal: wait });
  expect(await usage.fits('lane', SCOPE, '-2')).toMatchObject({ ok: true });
  await clock.advance(40_000);
  expect(await usage.fits('lane', SCOPE, '-1')).toMatchObject({ ok: true });
  expect(await usage.used('lane')).toMatchObject({ total: 1 });
});

it('a place that is given back is free at once, and no other is', async () => {
  const { usage } = usageBench();
  await usage.release('lane', 'never');
  await usage.reserve('lane', SCOPE, '-1', 'one');
  await usage.reserve('lane', SCOPE, '-2', 'two');
  await usage.release('lane', 'one');
  expect(await usage.used('lane')).toEqual({ total: 1, byPeer: new Map([['-2', 1]]) });
  expect(await usage.reserve('lane', SCOPE, '-1', 'three')).toEqual({ ok: true, value: true });
});
