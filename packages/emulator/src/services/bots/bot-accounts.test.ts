import { describe, expect, it } from 'vitest';
import { inlineKeyboard } from '../../world/keyboards.js';
import { createWorld } from '../../world/world.js';
import { longOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A bot with an account, that has written to Ann, whom it may write to. */
async function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001' }).userId;
  const bot = world.addAccount({ phone: '15550009', bot: true, username: 'own_bot' }).userId;
  world.addMessage({ peer: { kind: 'user', id: bot }, from: ann, date: 5, text: '/start' });
  const annSession = new TestSession(world, ann);
  const botSession = new TestSession(world, bot, '00000000000000bb');
  const peer = botSession.input({ kind: 'user', id: ann });
  const reply_markup = inlineKeyboard([[{ text: 'Go', callback: 'go' }]]);
  await botSession.call('messages.sendMessage', { peer, message: 'Ready?', random_id: 1n, reply_markup });
  const chat = annSession.input({ kind: 'user', id: bot });
  const press = () =>
    annSession.call('messages.getBotCallbackAnswer', { peer: chat, msg_id: 2, data: bytes('go') });
  return { world, ann, bot, annSession, botSession, peer, chat, press, reply_markup };
}

describe('a bot with an account', () => {
  it('is told of a pressed button and answers it', async () => {
    const { annSession, botSession, bot, ann, press } = await setUp();
    const pressed = press();
    const [update] = objectsOf(
      annSession.pushed.find(({ userId }) => userId === bot)?.updates ?? { _: '' },
      'updates',
    );
    expect(update).toMatchObject({ _: 'updateBotCallbackQuery', user_id: ann, msg_id: 2, data: bytes('go') });
    const query_id = longOf(update ?? { _: '' }, 'query_id');
    const answer = { query_id, message: 'Going', alert: true, cache_time: 5 };
    expect(await annSession.failure('messages.setBotCallbackAnswer', answer)).toBe('400 USER_BOT_REQUIRED');
    expect(await botSession.failure('messages.setBotCallbackAnswer', { ...answer, query_id: 1n })).toBe(
      '400 QUERY_ID_INVALID',
    );
    expect(await botSession.value('messages.setBotCallbackAnswer', answer)).toBe(true);
    expect(await pressed).toMatchObject({ message: 'Going', alert: true, cache_time: 5 });
    expect(await botSession.failure('messages.setBotCallbackAnswer', answer)).toBe('400 QUERY_ID_INVALID');
  });

  it('that says nothing for ten seconds has missed it', async () => {
    const { annSession, press } = await setUp();
    const pressed = press().catch(String);
    annSession.pass(10);
    expect(await pressed).toContain('400 BOT_RESPONSE_TIMEOUT');
  });

  it('gives its messages keyboards, and takes them away by an edit; people cannot', async () => {
    const { world, ann, bot, annSession, botSession, peer, chat, reply_markup } = await setUp();
    const sent = () => world.history(ann, { kind: 'user', id: bot })?.top;
    const edit = (fields: object) =>
      botSession.failure('messages.editMessage', { peer, id: 2, message: 'Ready?', ...fields });
    expect(await edit({ reply_markup })).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(sent()?.replyMarkup).toEqual(reply_markup);
    expect(await edit({})).toBe('no error');
    expect(sent()?.replyMarkup).toBeUndefined();
    const bad = (button: object) =>
      edit({
        reply_markup: { _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [button] }] },
      });
    const long = { _: 'keyboardButtonCallback', text: 'x', data: bytes('x'.repeat(65)) };
    expect(await bad(long)).toBe('400 BUTTON_DATA_INVALID');
    expect(await bad({ _: 'keyboardButtonUrl', text: 'x', url: 'nowhere' })).toBe('400 BUTTON_URL_INVALID');
    await annSession.call('messages.sendMessage', {
      peer: chat,
      message: 'mine',
      random_id: 9n,
      reply_markup,
    });
    expect(sent()).toMatchObject({ text: 'mine' });
    expect(sent()?.replyMarkup).toBeUndefined();
  });
});
