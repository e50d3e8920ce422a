import { describe, expect, it } from 'vitest';
import type { PeerRef } from '../../world/model.js';
import { botFather } from '../../world/bots/bot-father.js';
import { scriptedBot } from '../../world/bots/script.js';
import { annAndBot } from './test-bot.js';

const echo = {
  rules: [
    { on: { command: 'weather' }, do: [{ send: 'Weather in {args}: fine', reply: true }] },
    { on: { text: 'hello' }, do: [{ send: 'Hello, {user}' }, { state: 'greeted' }] },
    {
      on: { match: 'my name is (\\w+)' },
      state: 'greeted',
      do: [{ remember: { name: '{1}' } }, { wait: 5 }, { send: 'Noted, {name}' }],
    },
    { on: { text: 'forget it' }, do: [{ remove: true as const }] },
    {
      on: { text: 'keyboard' },
      do: [{ send: 'Which?', keyboard: [['A', { text: 'Me', request: 'contact' as const }]] }],
    },
    { on: { any: true as const }, do: [{ send: '?' }] },
  ],
};

describe('a bot', () => {
  it('answers by its script: commands, texts, what it remembers, in world time', async () => {
    const { tell, said, session, ann, world, peer } = annAndBot(echo);
    await tell('/weather@helper_bot Oslo');
    expect(world.history(ann, peer)?.top).toMatchObject({
      replyTo: { id: 1 },
      text: 'Weather in Oslo: fine',
    });
    await tell('my name is Ann');
    await tell('hello');
    await tell('my name is Ann');
    expect(said().slice(2)).toEqual([
      'ann: my name is Ann',
      'bot: ?',
      'ann: hello',
      `bot: Hello, ${ann}`,
      'ann: my name is Ann',
    ]);
    session.pass(5);
    expect(said().at(-1)).toBe('bot: Noted, Ann');
    expect(world.history(ann, peer)?.top?.date).toBe(session.time);
    await tell('forget it');
    expect(said().at(-1)).toBe('ann: forget it');
    expect(session.pushed.at(-1)).toMatchObject({
      userId: ann,
      updates: { updates: [{ _: 'updateDeleteMessages' }] },
    });
    await tell('keyboard');
    expect(world.history(ann, peer)?.top?.replyMarkup).toMatchObject({
      _: 'replyKeyboardMarkup',
      rows: [{ buttons: [{ text: 'A' }, { _: 'keyboardButtonRequestPhone' }] }],
    });
  });

  it('hears in a group what is meant for it, and everything as an admin', async () => {
    const { tell, said, world, ann, bot } = annAndBot(echo);
    const group = world.addSupergroup({ title: 'G', creator: ann, members: [bot.id] });
    const place: PeerRef = { kind: 'channel', id: group.id };
    await tell('hello', place);
    await tell('/weather@other_bot Rome', place);
    expect(said(place)).toHaveLength(2);
    await tell('/weather Rome', place);
    await tell('@helper_bot there?', place);
    expect(said(place).filter((line) => line.startsWith('bot'))).toEqual([
      'bot: Weather in Rome: fine',
      'bot: ?',
    ]);
    world.addMember(group, bot.id, { role: 'admin' });
    await tell('hello', place);
    expect(said(place).at(-1)).toBe(`bot: Hello, ${ann}`);
  });

  it('cannot reach who blocked it, and does not hear other bots', async () => {
    const { tell, said, session, world, ann, bot } = annAndBot({
      rules: [{ on: { any: true as const }, do: [{ wait: 5 }, { send: 'late' }] }],
    });
    await tell('hi');
    await session.value('contacts.block', { id: session.input({ kind: 'user', id: bot.id }) });
    session.pass(5);
    expect(said()).toEqual(['ann: hi']);
    const other = world.addUser({ bot: true, botProfile: { brain: scriptedBot(echo) } }).id;
    const group = world.addBasicGroup({ title: 'G', creator: ann, members: [bot.id, other] });
    await tell('/weather Bonn', { kind: 'chat', id: group.id });
    expect(said({ kind: 'chat', id: group.id })).toEqual([
      'ann: /weather Bonn',
      'ann: Weather in Bonn: fine',
    ]);
  });

  it('is started with what a link carried, once per random_id', async () => {
    const { session, said, input, asUser, bob } = annAndBot({
      rules: [{ on: { command: 'start' }, do: [{ send: 'from {args}' }] }],
    });
    const start = (fields: object = {}) =>
      session.failure('messages.startBot', {
        bot: asUser,
        peer: input,
        random_id: 3n,
        start_param: 'ad_7',
        ...fields,
      });
    expect([await start(), await start()]).toEqual(['no error', 'no error']);
    session.pass();
    expect(said()).toEqual(['ann: /start ad_7', 'bot: from ad_7']);
    expect(await start({ start_param: 'no spaces', random_id: 4n })).toBe('400 START_PARAM_INVALID');
    const human = { ...session.input({ kind: 'user', id: bob }), _: 'inputUser' };
    expect(await start({ bot: human, random_id: 5n })).toBe('400 BOT_INVALID');
    expect(said()).toHaveLength(2);
  });
});

describe('a bot for bots', () => {
  it('registers one, unless its username is taken or impossible', async () => {
    const { tell, said, world, ann, session } = annAndBot(botFather);
    world.addUser({ bot: true, username: 'taken_bot' });
    await tell('/newbot');
    await tell('Kettle');
    await tell('kettle');
    await tell('taken_bot');
    expect(said().at(-1)).toContain('already taken');
    await tell('@kettle_bot');
    expect(said().at(-1)).toMatch(/^bot: Done! .*t\.me\/kettle_bot/);
    const made = world.usernames.get('kettle_bot');
    expect(world.users.get(made?.id ?? 0n)).toMatchObject({
      bot: true,
      firstName: 'Kettle',
      botProfile: { ownerId: ann },
    });
    expect(await session.value('bots.getAdminedBots')).toMatchObject([{ id: made?.id, bot_can_edit: true }]);
    await tell('/cancel');
    expect(said().at(-1)).toContain('nothing to cancel');
  });
});
