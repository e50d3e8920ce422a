import { telegramLibrary } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { sentMessage } from './updates.js';

const { Api, helpers } = telegramLibrary();
const ID = -7_000_000_000_000_000_001n;
const long = (value: bigint): ReturnType<typeof helpers.returnBigInt> => helpers.returnBigInt(value);
const named = (id: number, randomId = ID): InstanceType<typeof Api.UpdateMessageID> =>
  new Api.UpdateMessageID({ id, randomId: long(randomId) });
const posted = (id: number, ptsCount: number): InstanceType<typeof Api.UpdateNewMessage> =>
  new Api.UpdateNewMessage({
    message: new Api.Message({
      id,
      peerId: new Api.PeerUser({ userId: long(5n) }),
      date: 1_800_000_000,
      message: 'x',
    }),
    pts: 10,
    ptsCount,
  });
const updates = (
  list: ConstructorParameters<typeof Api.Updates>[0]['updates'],
): InstanceType<typeof Api.Updates> =>
  new Api.Updates({ updates: list, users: [], chats: [], date: 1_800_000_009, seq: 0 });

describe('the answer to a send', () => {
  it('names the message by its random_id among other updates', () => {
    const answer = updates([named(3, 5n), named(41), posted(3, 1), posted(41, 1)]);
    expect(sentMessage(answer, ID)).toStrictEqual({ id: 41, date: 1_800_000_000, ptsCount: 1 });
  });

  it('shows by pts_count 0 that it repeats an old one', () => {
    expect(sentMessage(updates([named(41), posted(41, 0)]), ID)).toMatchObject({ id: 41, ptsCount: 0 });
  });

  it('is a repeat when the message has been deleted since', () => {
    expect(sentMessage(updates([named(41)]), ID)).toStrictEqual({ id: 41, date: 1_800_000_009, ptsCount: 0 });
  });

  it('may be short in private chats', () => {
    const short = new Api.UpdateShortSentMessage({
      id: 9,
      pts: 3,
      ptsCount: 1,
      date: 1_800_000_001,
      out: true,
    });
    expect(sentMessage(short, ID)).toStrictEqual({ id: 9, date: 1_800_000_001, ptsCount: 1 });
  });

  it('is no answer when it names another message only', () => {
    expect(sentMessage(updates([named(3, 5n), posted(3, 1)]), ID)).toBeUndefined();
    expect(sentMessage(new Api.UpdatesTooLong(), ID)).toBeUndefined();
  });
});
