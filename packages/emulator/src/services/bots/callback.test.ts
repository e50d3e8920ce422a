import { describe, expect, it } from 'vitest';
import { inlineKeyboard } from '../../world/keyboards.js';
import { objectsOf } from '../common/fields.js';
import { annAndBot } from './test-bot.js';

const menu = [
  [
    { text: 'Tea', callback: 'tea' },
    { text: 'Site', url: 'https://example.org/' },
  ],
];
const script = {
  rules: [
    { on: { command: 'start' }, do: [{ send: 'What will it be?', buttons: menu }] },
    { on: { callback: 'tea' }, do: [{ answer: 'Coming', alert: true }, { edit: 'Tea it is' }] },
    { on: { callback: 'slow' }, do: [{ wait: 4 }, { answer: '', url: 'https://example.org/x' }] },
    { on: { callback: 'late' }, do: [{ wait: 30 }, { answer: 'at last' }, { send: 'done' }] },
    { on: { callback: 'mute' }, do: [{ send: 'hm' }] },
  ],
};
const bytes = (text: string) => new TextEncoder().encode(text);

async function opened() {
  const scene = annAndBot(script);
  await scene.tell('/start');
  const press = (data: string, msg_id = 2) =>
    scene.session.call('messages.getBotCallbackAnswer', { peer: scene.input, msg_id, data: bytes(data) });
  return { ...scene, press, message: scene.world.history(scene.ann, scene.peer)?.get(2) };
}

describe('an inline keyboard', () => {
  it('comes with the message, and a press is answered, with an edit of the message for every session', async () => {
    const { session, press, message, ann } = await opened();
    const history = await session.call('messages.getHistory', {
      peer: session.input({ kind: 'user', id: message?.author ?? 0n }),
      limit: 5,
    });
    expect(objectsOf(history, 'messages')[0]).toMatchObject({
      message: 'What will it be?',
      reply_markup: {
        rows: [{ buttons: [{ _: 'keyboardButtonCallback', text: 'Tea' }, { url: 'https://example.org/' }] }],
      },
    });
    const seen = session.pushed.length;
    expect(await press('tea')).toMatchObject({ alert: true, message: 'Coming', cache_time: 0 });
    expect(message?.text).toBe('What will it be?');
    session.pass();
    expect(message).toMatchObject({ text: 'Tea it is', editDate: session.time });
    expect(message?.replyMarkup).toBeUndefined();
    expect(session.pushed.slice(seen)).toMatchObject([
      { userId: ann, updates: { updates: [{ _: 'updateEditMessage', message: { message: 'Tea it is' } }] } },
    ]);
  });

  it('is refused for data that no button has, another message, and none at all', async () => {
    const { session, input, press, message, said } = await opened();
    await expect(press('coffee')).rejects.toThrow('400 DATA_INVALID');
    await expect(press('tea', 1)).rejects.toThrow('400 DATA_INVALID');
    await expect(press('tea', 77)).rejects.toThrow('400 MESSAGE_ID_INVALID');
    const stolen = { ...input, access_hash: 1n };
    const request = { peer: stolen, msg_id: 2, data: bytes('tea') };
    expect(await session.failure('messages.getBotCallbackAnswer', request)).toBe('400 PEER_ID_INVALID');
    if (message !== undefined)
      message.replyMarkup = inlineKeyboard([[{ text: 'x', callback: 'tea', needsPassword: true }]]);
    await expect(press('tea')).rejects.toThrow('400 PASSWORD_MISSING');
    // An empty or made-up proof is none, whether the account has a password or not.
    const pressed = {
      peer: input,
      msg_id: 2,
      data: bytes('tea'),
      password: { _: 'inputCheckPasswordEmpty' },
    };
    expect(await session.failure('messages.getBotCallbackAnswer', pressed)).toBe('400 PASSWORD_MISSING');
    const account = session.world.accounts.get(session.userId ?? 0n);
    if (account !== undefined) account.password = 'word';
    expect(await session.failure('messages.getBotCallbackAnswer', pressed)).toBe('400 PASSWORD_HASH_INVALID');
    session.pass();
    expect(said()).toEqual(['ann: /start', 'bot: What will it be?']);
  });

  it('may be answered late, too late, or never', async () => {
    const { session, press, message, said } = await opened();
    if (message !== undefined) {
      message.replyMarkup = inlineKeyboard([
        ['slow', 'late', 'mute'].map((callback) => ({ text: callback, callback })),
      ]);
    }
    const slow = press('slow');
    session.pass(3);
    const first = await Promise.race([slow, Promise.resolve('not yet')]);
    expect(first).toBe('not yet');
    session.pass(1);
    expect(await slow).toMatchObject({ has_url: true, url: 'https://example.org/x', message: undefined });
    const late = press('late').catch(String);
    session.pass(10);
    expect(await late).toContain('400 BOT_RESPONSE_TIMEOUT');
    await expect(press('mute')).rejects.toThrow('400 BOT_RESPONSE_TIMEOUT');
    session.pass(20);
    expect(said().slice(2)).toEqual(['bot: hm', 'bot: done']);
  });

  it('refuses callback data of more than 64 bytes when it is made', () => {
    expect(() => inlineKeyboard([[{ text: 'x', callback: 'ы'.repeat(33) }]])).toThrow(/64 bytes/);
  });
});
