import { describe, expect, it } from 'vitest';
import { TestSession } from '../services/common/test-call.js';
import { objectOf, objectsOf, textOf } from '../services/common/fields.js';
import { mayInvite } from '../world/privacy.js';
import type { PeerRef } from '../world/model.js';
import { loadDemoWorld } from './index.js';

const NORA = 7001001n;
const TOMAS = 7001002n;
const world = loadDemoWorld();
const session = new TestSession(world, NORA);
session.time = Date.UTC(2026, 10, 1, 18) / 1000;

function named(username: string): PeerRef {
  const peer = world.usernames.get(username);
  if (peer === undefined) throw new Error(`nobody is called ${username}`);
  return peer;
}

async function newest(peer: PeerRef, limit: number) {
  const answer = await session.call('messages.getHistory', { peer: session.input(peer), limit });
  return objectsOf(answer, 'messages');
}

describe('beside its chats, the demo world', () => {
  it('has a bot whose buttons answer', async () => {
    const bot = named('skylark_weather_bot');
    const [message] = await newest(bot, 1);
    expect(textOf(message ?? { _: '' }, 'message')).toBe('Which field?');
    const press = (data: string) =>
      session.call('messages.getBotCallbackAnswer', {
        peer: session.input(bot),
        msg_id: message?.['id'] as number,
        data: new TextEncoder().encode(data),
      });
    expect(await press('hill')).toMatchObject({ message: 'Looking up the hill …' });
    session.pass();
    const [edited] = await newest(bot, 1);
    expect(edited).toMatchObject({
      id: message?.['id'],
      message: expect.stringContaining('Gull Hill: 14 kn'),
    });
    expect(await press('alarm')).toMatchObject({ alert: true });
    await press('fields');
    session.pass();
    expect(await newest(bot, 1)).toMatchObject([{ message: 'Which field?' }]);
  });

  it('has voice and video notes, a sticker, stories, and a username that moved', async () => {
    const [sticker, voice] = await newest(named('cleo_hart'), 2);
    expect(sticker).toMatchObject({ out: true, media: { document: { mime_type: 'image/webp' } } });
    expect(voice).toMatchObject({ media: { voice: true } });
    const ada = named('ada_marsh');
    expect((await newest(ada, 2)).at(-1)).toMatchObject({ media: { round: true } });
    const told = await session.call('stories.getPeerStories', { peer: session.input(ada) });
    expect(objectsOf(objectOf(told, 'stories') ?? { _: '' }, 'stories')).toHaveLength(2);
    for (const { date, expire_date: until } of objectsOf(objectOf(told, 'stories') ?? { _: '' }, 'stories'))
      expect(Number(until)).toBeGreaterThan(Number(date));
    const tomas = session.input({ kind: 'user', id: TOMAS });
    expect(await session.call('stories.getPeerStories', { peer: tomas })).toMatchObject({
      stories: { stories: [{ caption: '4 am, first loaves' }] },
    });
    expect(world.users.get(named('hugo_bell').id)?.firstName).toBe('Quentin');
  });

  it('shows people whom Nora has not met reduced, in her groups', async () => {
    const answer = await session.call('messages.getHistory', {
      peer: session.input(named('harbour_watch')),
      limit: 50,
    });
    const users = objectsOf(answer, 'users').filter((user) => user['bot'] !== true);
    const reduced = users.filter((user) => user['min'] === true);
    expect(reduced.length).toBeGreaterThan(3);
    expect(reduced.every((user) => user['phone'] === undefined && user['status'] === undefined)).toBe(true);
    const ada = users.find((user) => user['id'] === named('ada_marsh').id);
    expect(ada?.['min']).toBeUndefined();
  });

  it('has people who keep things to themselves', () => {
    expect(mayInvite(world, named('rosa_ibarra').id, NORA)).toBe(false);
    expect(mayInvite(world, named('ada_marsh').id, NORA)).toBe(true);
    expect(world.users.get(named('cleo_hart').id)?.privacy?.forwards).toEqual({ base: 'nobody' });
    expect(world.users.get(named('bot_keeper_bot').id)?.botProfile?.managesBots).toBe(true);
  });
});
