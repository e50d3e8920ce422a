import { describe, expect, it } from 'vitest';
import { READ_METHODS } from '../read-methods.js';
import { fit } from './fit.js';
import { methodNamed } from './method-name.js';
import { shown } from './show-answer.js';
import { tlSchema } from './tl-schema.js';
import { telegram } from '../library.js';

describe('the schema', () => {
  it('knows every reading method with its fields, and every form by its number', () => {
    const { methods, byNumber } = tlSchema();
    const missing = Object.keys(READ_METHODS).filter((name) => !methods.has(name));
    // Of the two, a layer of the schema has the one or the other.
    expect(missing).toEqual([expect.stringMatching(/^(channels|messages)\.getForumTopics$/)]);
    const fields = methods.get('messages.search')?.fields ?? [];
    expect(fields.find(({ name }) => name === 'from_id')).toEqual({
      name: 'from_id',
      property: 'fromId',
      type: 'InputPeer',
      isList: false,
      isOptional: true,
    });
    expect(fields.some(({ name }) => name === 'flags')).toBe(false);
    expect(byNumber.size).toBeGreaterThan(2000);
  });
});

describe('the name of a method', () => {
  const methods = ['messages.getHistory', 'channels.getMessages', 'messages.getMessages'];

  it.each([
    'messages.getHistory',
    'messages.GetHistory',
    'MESSAGES.GET_HISTORY',
    'getHistory',
    'GetHistoryRequest',
    'functions.messages.GetHistoryRequest',
    ' messages.getHistoryRequest ',
  ])('is found as %s', (written) => {
    expect(methodNamed(written, methods)).toEqual({ name: 'messages.getHistory' });
  });

  it('is not guessed', () => {
    expect(methodNamed('getMessages', methods)).toHaveProperty('meant');
    expect(methodNamed('messages.getHistroy', methods)).toEqual({ meant: 'messages.getHistory' });
    expect(methodNamed('', methods)).toEqual({ meant: undefined });
  });
});

describe('an answer', () => {
  it('is shown without what opens anything', () => {
    const { Api, helpers } = telegram();
    const long = (value: bigint) => helpers.returnBigInt(value);
    const user = new Api.User({
      id: long(5n),
      accessHash: long(9_007_199_254_740_993n),
      phone: '123',
      bot: true,
    });
    const how = { scope: { isOpen: () => true, mayBeNamed: (id: string) => id !== '-6' }, phones: false };
    expect(shown(user, how)).toEqual({ _: 'user', bot: true, id: '5' });
    expect(shown(user, { ...how, phones: true })).toMatchObject({ phone: '123' });
    const peers = [new Api.PeerChannel({ channelId: long(5n) }), new Api.PeerChat({ chatId: long(5n) })];
    expect(shown(peers, how)).toEqual(['-1000000000005', '-5']);
    const blocked = new Api.PeerChat({ chatId: long(6n) });
    expect(shown([...peers, blocked], how)).toEqual(['-1000000000005', '-5']);
    expect(shown(new Api.DialogPeer({ peer: blocked }), how)).toEqual({ _: 'dialogPeer' });
    expect(shown(new Api.MessageActionChatMigrateTo({ channelId: long(6n) }), how)).toEqual({
      _: 'messageActionChatMigrateTo',
      channel_id: '-1000000000006',
    });
    const moved = new Api.MessageActionChannelMigrateFrom({ title: 'Old', chatId: long(6n) });
    expect(shown(moved, how)).toEqual({ _: 'messageActionChannelMigrateFrom', title: 'Old' });
    expect(shown({ className: 'x', CONSTRUCTOR_ID: 1 }, how)).toBe('x');
    expect(shown([long(2n ** 62n), Buffer.from('hi'), 3, 'a'], how)).toEqual([
      String(2n ** 62n),
      'aGk=',
      3,
      'a',
    ]);
  });

  it('is cut list by list until it fits, and says how much is left', () => {
    const value = {
      small: [1, 2],
      large: Array.from({ length: 100 }, (_, n) => ({ n, words: 'word '.repeat(4) })),
    };
    const { value: cut, cut: said } = fit(structuredClone(value), 1000);
    expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(1000);
    expect(cut).toMatchObject({ small: [1, 2] });
    expect(said).toEqual([expect.stringMatching(/^large: \d+ of 100$/)]);
    expect(fit({ a: 1 }, 1000)).toEqual({ value: { a: 1 }, cut: [] });
    expect(fit({ words: 'x'.repeat(2000) }, 1000).value).toBeUndefined();
  });
});
