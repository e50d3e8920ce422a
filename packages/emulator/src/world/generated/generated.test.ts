import { describe, expect, it } from 'vitest';
import { createWorld } from '../index.js';
import type { GeneratedMessages } from './options.js';
import type { PeerRef, World } from '../index.js';

const ANN = 11n;
const BOB = 12n;
const COUNT = 1_000_000;
const FROM = 1_500_000_000;
const UNTIL = 1_600_000_000;

function clubOf(options: Partial<GeneratedMessages> = {}) {
  const world = createWorld();
  for (const id of [ANN, BOB]) world.addAccount({ id, phone: `+${id}`, firstName: `Person ${id}` });
  const club = world.addSupergroup({ title: 'Club', creator: ANN, members: [BOB] });
  const peer: PeerRef = { kind: 'channel', id: club.id };
  world.addGeneratedMessages({ peer, count: COUNT, from: FROM, until: UNTIL, ...options });
  return { world, club, peer, history: club.history };
}

function contentAt(world: World, id: number) {
  return [...world.channels.values()][0]?.history.get(id);
}

describe('a generated history', () => {
  it('has a million messages with rising ids and dates, and finds them by either', () => {
    const { history } = clubOf();
    expect([history.size, history.topId, history.nextId]).toEqual([COUNT, COUNT, COUNT + 1]);
    expect([history.at(0)?.date, history.top?.date]).toEqual([FROM, UNTIL]);
    let last = 0;
    for (let index = 0; index < COUNT; index += 997) {
      const date = history.dateAt(index);
      expect(date).toBeGreaterThanOrEqual(last);
      expect(history.dateAt(history.countBefore(date))).toBe(date);
      last = date;
    }
    expect(history.countBelow(500_001)).toBe(500_000);
    expect(history.at(499_999)).toEqual(history.get(500_000));
  });

  it('says the same for the same seed, and something else for another', () => {
    const [one, same, other] = [clubOf(), clubOf(), clubOf({ seed: 'other' })];
    for (const id of [1, 77, 999_999]) {
      expect(contentAt(one.world, id)).toEqual(contentAt(same.world, id));
    }
    const texts = ({ history }: typeof one) => history.slice(0, 50).map(({ text }) => text);
    expect(texts(one)).not.toEqual(texts(other));
    expect(new Set(one.history.slice(0, 200).map(({ author }) => author))).toEqual(new Set([ANN, BOB]));
  });

  it('keeps what was changed, however many others are looked at afterwards', () => {
    const { history } = clubOf();
    const message = history.get(400_000);
    if (message === undefined) throw new Error('no message');
    message.text = 'changed';
    message.reactions = [{ emoji: '🔥', count: 1, by: [{ userId: BOB, date: UNTIL }] }];
    for (let id = 1; id < 3000; id++) history.get(id);
    expect(history.get(400_000)?.text).toBe('changed');
    expect(history.at(399_999)?.reactions?.[0]?.emoji).toBe('🔥');
  });

  it('loses what is deleted, and takes new messages on top', () => {
    const { world, peer, history } = clubOf();
    for (const id of [10, 11, 999_990]) {
      const message = history.get(id);
      if (message !== undefined) world.removeMessage(message);
    }
    const live = world.writeMessage({ peer, from: BOB, date: UNTIL + 5, text: 'now', replyTo: 77 });
    expect(history.size).toBe(COUNT - 2);
    expect(history.slice(8, 12).map(({ copies }) => copies[0]?.id)).toEqual([9, 12, 13, 14]);
    expect([history.get(10), history.idAt(9), history.countBelow(12)]).toEqual([undefined, 12, 9]);
    expect([history.top, history.topId]).toEqual([live, COUNT + 1]);
    expect(live.replyTo?.message).toEqual(history.get(77));
    expect(() => world.addMessage({ peer, id: 10, from: BOB, date: FROM })).toThrow('generated history');
  });

  it('gives a private chat to both ends, each under ids of its own', () => {
    const world = createWorld();
    for (const id of [ANN, BOB]) world.addAccount({ id, phone: `+${id}` });
    world.addMessage({ peer: { kind: 'user', id: ANN }, from: ANN, date: 5, text: 'a note' });
    world.addGeneratedMessages({
      peer: { kind: 'user', id: BOB },
      owner: ANN,
      count: 100,
      from: FROM,
      until: UNTIL,
    });
    const mine = world.history(ANN, { kind: 'user', id: BOB });
    const theirs = world.history(BOB, { kind: 'user', id: ANN });
    expect([mine?.idAt(0), theirs?.idAt(0), mine?.size, theirs?.size]).toEqual([2, 1, 100, 100]);
    expect(world.accounts.get(ANN)?.boxIndex.get(50)).toBe(mine);
    const message = mine?.get(40);
    if (message === undefined) throw new Error('no message');
    message.text = 'both see it';
    expect(theirs?.get(39)?.text).toBe('both see it');
    world.removeMessage(message, [ANN]);
    expect([mine?.get(40), theirs?.get(39)?.text]).toEqual([undefined, 'both see it']);
  });

  it('finds the files of its messages, and says what the caller makes it say', () => {
    const { world, history } = clubOf();
    const media = history.slice(0, 200).find((message) => message.media?.kind === 'document')?.media;
    if (media?.kind !== 'document') throw new Error('no document');
    expect(world.files.get(media.id)).toEqual(media);
    expect(world.files.size).toBe(0);
    const own = clubOf({ write: (number) => ({ text: `line ${number}`, answers: number === 3 ? 2 : 0 }) });
    expect(own.history.at(3)).toMatchObject({ text: 'line 3', replyTo: { id: 2 } });
    expect(own.history.at(2)?.replyTo).toBeUndefined();
  });

  it('refuses a chat that holds messages, and one where nobody speaks', () => {
    const { world, peer } = clubOf();
    expect(() => world.addGeneratedMessages({ peer, count: 1, from: 1, until: 2 })).toThrow(
      'add the generated',
    );
    const empty = world.addSupergroup({ title: 'Empty' });
    expect(() =>
      world.addGeneratedMessages({ peer: { kind: 'channel', id: empty.id }, count: 1, from: 1, until: 2 }),
    ).toThrow('nobody is there');
  });
});
