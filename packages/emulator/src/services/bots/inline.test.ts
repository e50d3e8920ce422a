import { describe, expect, it } from 'vitest';
import { longOf, objectsOf, textOf } from '../common/fields.js';
import { annAndBot } from './test-bot.js';

const results = [
  { title: 'Fine {text}', text: 'It is fine in {1}' },
  { title: 'Wet', description: 'rain', text: 'It rains' },
];
const script = { rules: [], inline: [{ match: '^(\\w+)$', results }] };

describe('an inline bot', () => {
  it('offers results, one of which is sent in the own name, via the bot', async () => {
    const { session, asUser, bob, world, ann, bot } = annAndBot(script);
    const peer = session.input({ kind: 'user', id: bob });
    const found = await session.call('messages.getInlineBotResults', {
      bot: asUser,
      peer,
      query: 'Oslo',
      offset: '',
    });
    expect(objectsOf(found, 'results')).toMatchObject([
      { title: 'Fine Oslo', send_message: { message: 'It is fine in Oslo' } },
      { description: 'rain' },
    ]);
    const id = textOf(objectsOf(found, 'results')[0] ?? { _: '' }, 'id');
    const send = (fields: object = {}) =>
      session.failure('messages.sendInlineBotResult', {
        peer,
        random_id: 1n,
        query_id: longOf(found, 'query_id'),
        id,
        ...fields,
      });
    expect(await send({ id: 'none' })).toBe('400 RESULT_ID_INVALID');
    expect(await send({ query_id: 5n })).toBe('400 QUERY_ID_INVALID');
    expect(world.history(bob, { kind: 'user', id: ann })).toBeUndefined();
    expect([await send(), await send()]).toEqual(['no error', 'no error']);
    expect(world.history(bob, { kind: 'user', id: ann })?.messages).toMatchObject([
      { text: 'It is fine in Oslo', viaBotId: bot.id },
    ]);
    session.time += 301;
    expect(await send({ random_id: 2n })).toBe('400 QUERY_ID_INVALID');
  });

  it('is not every bot, and not allowed in every group', async () => {
    const { session, asUser, bob, world, ann } = annAndBot(script);
    const mute = world.addUser({ bot: true }).id;
    const input = (id: bigint) => ({ ...session.input({ kind: 'user', id }), _: 'inputUser' });
    const ask = (id: object) =>
      session.failure('messages.getInlineBotResults', {
        bot: id as never,
        peer: { _: 'inputPeerEmpty' },
        query: '',
      });
    expect(await ask(input(mute))).toBe('400 BOT_INLINE_DISABLED');
    expect(await ask(input(bob))).toBe('400 BOT_INVALID');
    const group = world.addSupergroup({
      title: 'G',
      creator: bob,
      members: [ann],
      defaultBanned: { send_inline: true },
    });
    const found = await session.call('messages.getInlineBotResults', {
      bot: asUser,
      peer: { _: 'inputPeerEmpty' },
      query: 'Oslo',
    });
    const answer = await session.failure('messages.sendInlineBotResult', {
      peer: session.input({ kind: 'channel', id: group.id }),
      random_id: 1n,
      query_id: longOf(found, 'query_id'),
      id: textOf(objectsOf(found, 'results')[0] ?? { _: '' }, 'id'),
    });
    expect(answer).toBe('403 CHAT_SEND_INLINE_FORBIDDEN');
    expect(group.history.size).toBe(0);
  });
});

describe('owners of bots', () => {
  it('say what a bot is called and which commands it has; others may not', async () => {
    const { session, asUser, ann, bot } = annAndBot(script);
    const commands = [{ _: 'botCommand', command: 'help', description: 'What I do' }];
    expect(await session.failure('bots.setBotInfo', { bot: asUser, name: 'X' })).toBe(
      '403 BOT_OWNER_REQUIRED',
    );
    expect(await session.failure('bots.setBotCommands', { commands })).toBe('400 USER_BOT_REQUIRED');
    if (bot.botProfile !== undefined) bot.botProfile.ownerId = ann;
    await session.value('bots.setBotInfo', { bot: asUser, name: 'Kettle', description: 'boils' });
    expect(await session.call('bots.getBotInfo', { bot: asUser })).toMatchObject({
      name: 'Kettle',
      description: 'boils',
    });
    session.userId = bot.id;
    expect(await session.failure('bots.getBotInfo')).toBe('401 AUTH_KEY_UNREGISTERED');
    session.userId = ann;
    if (bot.botProfile !== undefined)
      bot.botProfile.commands = [{ command: 'help', description: 'What I do' }];
    expect(await session.call('users.getFullUser', { id: asUser })).toMatchObject({
      full_user: { bot_info: { commands, menu_button: { _: 'botMenuButtonCommands' } } },
    });
  });

  it('make managed bots where the layer has the method', async () => {
    const { session, asUser, bot } = annAndBot(script);
    session.layer = 227;
    const wanted = { name: 'Kettle', username: 'kettle_bot', manager_id: asUser };
    const create = (fields: object = {}) => session.failure('bots.createBot', { ...wanted, ...fields });
    const isFree = (username: string) => session.value('bots.checkUsername', { username });
    expect(await create()).toBe('400 MANAGER_PERMISSION_MISSING');
    if (bot.botProfile !== undefined) bot.botProfile.managesBots = true;
    expect(await create({ username: 'kettle' })).toBe('400 USERNAME_SUFFIX_MISSING');
    expect(await create({ username: 'x' })).toBe('400 USERNAME_INVALID');
    expect(await create({ name: ' ' })).toBe('400 NAME_INVALID');
    expect(await create({ username: 'helper_bot' })).toBe('400 USERNAME_OCCUPIED');
    expect(await create({ manager_id: { _: 'inputUserSelf' } })).toBe('400 MANAGER_INVALID');
    expect(await isFree('kettle_bot')).toBe(true);
    expect(await session.call('bots.createBot', wanted)).toMatchObject({
      bot: true,
      bot_can_edit: true,
      username: 'kettle_bot',
    });
    expect(await isFree('kettle_bot')).toBe(false);
    for (let n = 1; n < 20; n++) await create({ username: `kettle${n}_bot` });
    expect(await create({ username: 'too_many_bot' })).toBe('400 BOT_CREATE_LIMIT_EXCEEDED');
  });
});
