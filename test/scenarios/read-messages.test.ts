import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, DAY, FORUM, HALL, IN_HALL, PAPER, readingWorld, TALK } from '../support/reading-world.js';
import { FRIEND } from '../support/small-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(readingWorld);
  agent = await house.start('read');
  await agent.client.listTools();
  await agent.call('tg_get_my_dialogs');
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const page = z.object({
  group: z.object({ id: z.string() }),
  link_base: z.string().optional(),
  total: z.number().optional(),
  messages: z.array(z.looseObject({ id: z.number() })),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
});
type MessagesPage = z.infer<typeof page>;

/** Calls a tool, and tells which methods reached the wire for it. */
async function read(
  args: Record<string, unknown>,
  tool = 'tg_get_messages',
): Promise<MessagesPage & { wire: string[] }> {
  const before = house.wire().length;
  const answer = await agent.call(tool, args);
  if (answer.refused) throw new Error(JSON.stringify(answer.body));
  return { ...page.parse(answer.body), wire: house.wire().slice(before) };
}

async function problemsOf(args: Record<string, unknown>): Promise<unknown> {
  const before = house.wire().length;
  const answer = await agent.call('tg_get_messages', args);
  expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
  expect(house.wire().slice(before)).toEqual([]);
  return (answer.body['data'] as Record<string, unknown>)['problems'];
}

const idsOf = ({ messages }: MessagesPage): number[] => messages.map(({ id }) => id);

describe('messages that are named', () => {
  it('by their ids come in that order, with a stub for each that is missing', async () => {
    const found = await read({ group: HALL.id, ids: [IN_HALL.answer, IN_HALL.gone, 999, 1] });
    expect(found.messages).toEqual([
      expect.objectContaining({ id: IN_HALL.answer, text: 'an answer', reply_to: 1 }),
      { id: IN_HALL.gone, missing: true },
      { id: 999, missing: true },
      expect.objectContaining({ id: 1, text: 'plain words' }),
    ]);
    expect(found.wire).toEqual(['channels.getMessages']);
  });

  it('in a private chat are missing where the id is that of another chat', async () => {
    const [own] = (await read({ group: String(FRIEND.id) })).messages;
    const found = await read({ group: String(FRIEND.id), ids: [own?.id ?? 0, 4711] });
    expect(found.messages).toEqual([
      expect.objectContaining({ text: 'Hello Ann' }),
      { id: 4711, missing: true },
    ]);
    expect(found.wire).toEqual(['messages.getMessages']);
    expect(found.link_base).toBeUndefined();
  });

  it('by a link come alone, or with what stands around them', async () => {
    const link = `https://t.me/${HALL.username}/${IN_HALL.song}`;
    const alone = await read({ group: link });
    expect(idsOf(alone)).toEqual([IN_HALL.song]);
    expect(`${alone.link_base}${IN_HALL.song}`).toBe(link);
    const around = await read({ group: `t.me/c/${HALL.bare}/${IN_HALL.song}`, context: 2 });
    expect(idsOf(around)).toEqual([7, 6, 5, 4, 3]);
    expect(around.wire).toEqual(['messages.getHistory']);
  });

  it('at the ends of a chat have less around them, and a missing one its place', async () => {
    expect(idsOf(await read({ group: HALL.id, ids: [1], context: 2 }))).toEqual([3, 2, 1]);
    expect(idsOf(await read({ group: HALL.id, ids: [IN_HALL.buttons], context: 1 }))).toEqual([14, 13]);
    const gone = await read({ group: HALL.id, ids: [IN_HALL.gone], context: 1 });
    expect(gone.messages.find(({ id }) => id === IN_HALL.gone)).toEqual({ id: IN_HALL.gone, missing: true });
  });

  it('do not go with bounds, and say which', async () => {
    expect(await problemsOf({ group: HALL.id, ids: [1], since: '2026-09-20', kind: 'photo' })).toEqual([
      'since: does not go with ids',
      'kind: does not go with ids',
    ]);
    expect(await problemsOf({ group: HALL.id, context: 3 })).toEqual([
      'context: needs exactly one id, or a link to a message',
    ]);
    expect(await problemsOf({ group: HALL.id, since: '2026-09-20', timezone: 'Mars' })).toEqual([
      expect.stringMatching(/^timezone: must be an IANA name/),
    ]);
  });
});

describe('messages within bounds', () => {
  it('of dates include the whole last day, in the zone that is given', async () => {
    const day = await read({ group: HALL.id, since: '2026-09-20', until: '2026-09-20', limit: 3 });
    expect(idsOf(day)).toEqual([14, 13, 11]);
    const until = await read({ group: HALL.id, until: '2026-09-20T02:00Z' });
    expect(idsOf(until)).toEqual([3, 2, 1]);
    // Midnight in Tehran is half past eight in the evening, UTC.
    const tehran = { group: HALL.id, timezone: 'Asia/Tehran' };
    expect(idsOf(await read({ ...tehran, until: '2026-09-20T04:30' }))).toEqual([2, 1]);
    expect((await read({ ...tehran, until: '2026-09-19' })).messages).toEqual([]);
    expect(until.wire).toEqual(['messages.getHistory']);
  });

  it('of dates are the same page by page', async () => {
    const whole = await read({ group: HALL.id, since: '2026-09-20T03:00', until: '2026-09-20T10:00' });
    const ids: number[] = [];
    let cursor: string | undefined;
    do {
      const args = { group: HALL.id, since: '2026-09-20T03:00', until: '2026-09-20T10:00', limit: 2 };
      const part = await read(cursor === undefined ? args : { ...args, cursor });
      ids.push(...idsOf(part));
      cursor = part.next_cursor;
    } while (cursor !== undefined);
    expect(ids).toEqual(idsOf(whole));
    expect(ids).toEqual([11, 10, 9, 7, 6, 5, 4]);
  });

  it('since a moment have a tool of their own', async () => {
    const found = await read({ group: HALL.id, cutoff_iso: '2026-09-20T12:00Z' }, 'tg_get_messages_since');
    expect(idsOf(found)).toEqual([14, 13]);
    expect(found.wire).toEqual(['messages.getHistory']);
    const bad = await agent.call('tg_get_messages_since', { group: HALL.id, cutoff_iso: 'yesterday' });
    expect(bad).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
  });

  it('of one sender are found by that person, and counted', async () => {
    const found = await read({ group: HALL.id, from: '@carlos', limit: 2 });
    expect(idsOf(found)).toEqual([11, 9]);
    expect(found.messages.every((message) => message['from_id'] === String(CARL.id))).toBe(true);
    expect(found.wire).toEqual(['contacts.resolveUsername', 'messages.search']);
    expect(found.total).toBeGreaterThanOrEqual(4);
    const dated = await read({ group: HALL.id, from: String(CARL.id), until: '2026-09-20T03:00Z' });
    expect(idsOf(dated)).toEqual([4, 3]);
  });

  it.each([
    ['photo', [2]],
    ['document', [3]],
    ['voice', [4]],
    ['audio', [5]],
    ['poll', [6]],
    ['location', [7]],
    ['pinned', [13]],
    ['video', []],
  ] as const)('of kind %s are those', async (kind, ids) => {
    expect(idsOf(await read({ group: HALL.id, kind }))).toEqual(ids);
  });

  it('include what happened where that is asked for', async () => {
    const found = await read({ group: HALL.id, service: true, since: '2026-09-20T07:00Z' });
    expect(found.messages).toContainEqual(
      expect.objectContaining({ id: IN_HALL.joined, service: 'added: Carl' }),
    );
  });
});

describe('threads', () => {
  it('are the messages of a forum topic, of one sender too', async () => {
    const topic = await read({ group: FORUM.id, thread: 10 });
    expect(topic.messages.map((message) => [message.id, message['text'], message['topic']])).toEqual([
      [13, 'Cooking 3', 10],
      [12, 'Cooking 2', 10],
      [11, 'Cooking 1', 10],
    ]);
    expect(topic.wire).toEqual(['messages.getReplies']);
    const bySender = await read({ group: FORUM.id, thread: 20, from: String(CARL.id) });
    expect(idsOf(bySender)).toEqual([22]);
  });

  it('are the replies to a message', async () => {
    expect(idsOf(await read({ group: HALL.id, thread: 1 }))).toEqual([IN_HALL.answer]);
  });

  it('are the comments of a post, whose ids are those of the discussion group', async () => {
    const comments = await read({ group: PAPER.id, thread: 1 });
    expect(comments.group.id).toBe(TALK.id);
    expect(comments.messages.map((message) => message['text'])).toEqual(['Not at all', 'Well said']);
    expect(comments.wire).toEqual(['messages.getDiscussionMessage', 'messages.getReplies']);
    const again = await read({ group: comments.group.id, ids: idsOf(comments) });
    expect(again.messages.map((message) => message['text'])).toEqual(['Not at all', 'Well said']);
    const linked = await read({ group: `t.me/${PAPER.username}/1?comment=6` });
    expect([linked.group.id, ...linked.messages.map((message) => message['text'])]).toEqual([
      TALK.id,
      'Well said',
    ]);
    const none = await agent.call('tg_get_messages', { group: PAPER.id, thread: 2 });
    expect(none).toMatchObject({ refused: true, body: { code: 'MESSAGE_NOT_FOUND' } });
  });
});

describe('a message', () => {
  it('shows what it carries, without fetching it', async () => {
    const { messages } = await read({ group: HALL.id });
    const of = (id: number) => messages.find((message) => message.id === id);
    expect(of(IN_HALL.report)).toMatchObject({
      media: { kind: 'document', mime: 'application/pdf', name: 'report.pdf', size: 1234 },
    });
    expect(of(IN_HALL.voice)).toMatchObject({ media: { kind: 'voice', duration: 7 } });
    expect(of(IN_HALL.song)).toMatchObject({
      media: { kind: 'audio', name: 'The Reds - Blue', duration: 200 },
    });
    expect(of(IN_HALL.poll)?.['media']).toEqual({
      kind: 'poll',
      poll: {
        question: 'Tea or coffee?',
        options: [
          { text: 'Tea', votes: 2, chosen: true },
          { text: 'Coffee', votes: 1 },
        ],
        voters: 3,
        closed: true,
      },
    });
    expect(of(IN_HALL.place)).toMatchObject({
      media: { kind: 'location', latitude: 52.25, longitude: 13.5 },
    });
    expect(of(IN_HALL.buttons)).toMatchObject({
      buttons: [{ row: 0, col: 0, text: 'Open', kind: 'url', url: 'https://example.org/' }],
    });
  });

  it('shows edits, reactions, views, where it was forwarded from, and that it is pinned', async () => {
    const { messages } = await read({ group: HALL.id, ids: [9, 10, 13, 1] });
    expect(messages).toMatchObject([
      { edited: '2026-09-20T09:00:00Z', reactions: { '👍': 3 }, views: 12 },
      {
        forwarded: {
          from_id: PAPER.id,
          from_name: PAPER.title,
          message_id: 1,
          date: new Date((DAY - 3600) * 1000).toISOString().replace('.000', ''),
        },
      },
      { pinned: true },
      { replies: 1 },
    ]);
  });
});
