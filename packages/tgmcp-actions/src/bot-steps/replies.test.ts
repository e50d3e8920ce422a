import type { MessageRecord } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { BEFORE_ALL, cameSchema, sceneAfter, toldSchema } from './came.js';
import { digestOf, recentMessages, repliesIn, saidBy } from './replies.js';
import { BOT, botBench } from './test-bench.js';

const message = (id: number, more: Partial<MessageRecord> = {}): MessageRecord => ({
  id,
  from_id: BOT.id,
  text: 'Hello',
  ...more,
});

describe('the newest messages', () => {
  it('are twelve, the newest first', async () => {
    const bench = await botBench();
    for (let n = 1; n <= 13; n += 1) bench.write(`Message ${n}`);
    const recent = await recentMessages(bench.writer, BOT);
    expect(recent.ok && recent.value.map(({ id }) => id)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  });

  it('are without those that are gone', async () => {
    const bench = await botBench();
    for (const text of ['one', 'two', 'three']) bench.write(text);
    bench.remove(2);
    const recent = await recentMessages(bench.writer, BOT);
    expect(recent.ok && recent.value.map(({ text }) => text)).toEqual(['three', 'one']);
  });

  it('are not known where the chat cannot be read', async () => {
    const bench = await botBench();
    bench.blind.push('DEADLINE');
    expect(await recentMessages(bench.writer, BOT)).toMatchObject({
      ok: false,
      refusal: { code: 'DEADLINE' },
    });
  });
});

describe('the replies among messages', () => {
  it('are the bot’s after the last act, and the pressed message once it has changed', () => {
    const old = message(4);
    const pressed = { id: 4, before: digestOf(old) };
    const ids = (messages: readonly MessageRecord[], scene: Parameters<typeof repliesIn>[2]) =>
      repliesIn(messages, BOT, scene).map(({ id }) => id);
    const all = [message(7), message(6, { from_id: '1' }), message(5), old];
    expect(ids(all, { since: 0, after: 5 })).toEqual([7]);
    expect(ids(all, { since: 0, after: 5, pressed })).toEqual([7]);
    expect(ids([message(4, { text: 'Done' })], { since: 0, after: 5, pressed })).toEqual([4]);
    expect(ids([message(3, { text: 'Done' })], { since: 0, after: 5, pressed })).toEqual([]);
    expect(ids([message(4, { text: 'Done', from_id: '1' })], { since: 0, after: 5, pressed })).toEqual([]);
    expect(ids([message(4, { text: 'Done' })], { since: 0, after: 5 })).toEqual([]);
  });
});

describe('the digest of a message', () => {
  it('changes with all that it says and offers, and with nothing else', () => {
    const plain = message(4);
    const row = { row: 0, col: 0, text: 'Go', kind: 'callback' } as const;
    const others = [
      message(4, { text: 'Bye' }),
      message(4, { edited: '2026-11-01T12:00:00Z' }),
      message(4, { buttons: [row] }),
      message(4, { buttons: [{ ...row, text: 'Stop' }] }),
      message(4, { media: { kind: 'photo' } }),
    ].map(digestOf);
    expect(new Set([digestOf(plain), ...others]).size).toBe(6);
    expect(digestOf(message(5, { views: 7 }))).toBe(digestOf(plain));
    expect(digestOf({ id: 4 })).toBe(digestOf({ id: 4, text: '', edited: '', buttons: [] }));
    expect(digestOf(plain)).toMatch(/^[\da-f]{32}$/);
  });
});

describe('what a message says', () => {
  it('is its text, else what happened, else what it shows', () => {
    expect(saidBy(message(1))).toBe('Hello');
    expect(saidBy(message(1, { media: { kind: 'photo' } }))).toBe('Hello');
    expect(saidBy({ id: 1, service: 'pinned a message' })).toBe('pinned a message');
    expect(saidBy({ id: 1, media: { kind: 'photo' } })).toBe('[photo]');
    expect(saidBy({ id: 1 })).toBe('[nothing]');
  });

  it('holds back every token', () => {
    const token = `12345:${'A_-z'.repeat(2)}`;
    expect(saidBy(message(1, { text: `a ${token}, ${'9'.repeat(16)}:${'x'.repeat(64)}.` }))).toBe(
      'a [token], [token].',
    );
    for (const none of ['1234:abcdefgh', '12345:abcdefg', '12:30 and 13:45']) {
      expect(saidBy(message(1, { text: none }))).toBe(none);
    }
  });

  it('has an end, and no half of a sign', () => {
    expect(saidBy(message(1, { text: '😀'.repeat(600) }))).toBe('😀'.repeat(600));
    expect(saidBy(message(1, { text: '😀'.repeat(601) }))).toBe(`${'😀'.repeat(600)}…`);
  });
});

describe('where a conversation stands', () => {
  const pressed = { id: 3, before: 'd' };

  it('is set anew by a text, moved by a press, and moved on by a reply', () => {
    expect(BEFORE_ALL).toEqual({ since: 0, after: 0 });
    expect(sceneAfter({ since: 1, after: 2, pressed }, { message_id: 8 })).toEqual({ since: 8, after: 8 });
    expect(sceneAfter(BEFORE_ALL, {})).toEqual({ since: 0, after: 0 });
    expect(sceneAfter({ since: 1, after: 2 }, { message_id: 3, after: 6, before: 'd' })).toEqual({
      since: 1,
      after: 6,
      pressed,
    });
    expect(sceneAfter({ since: 1, after: 6, pressed }, { message_id: 7, said: 'x' })).toEqual({
      since: 1,
      after: 7,
      pressed,
    });
    expect(sceneAfter({ since: 1, after: 6 }, { message_id: 5, said: 'x' })).toEqual({ since: 1, after: 6 });
    expect(sceneAfter({ since: 1, after: 6, pressed }, { message_id: 3, said: 'x', before: 'e' })).toEqual({
      since: 1,
      after: 6,
      pressed: { id: 3, before: 'e' },
    });
  });
});

describe('what came of a step', () => {
  const whole = {
    message_id: 2_147_483_647,
    response_type: 'alert',
    response_message: 'Coming',
    response_url: 'https://example.com',
    said: 'Tea',
  };
  const inner = { after: 0, before: 'd', failed: 'no', perhaps: true };

  it('comes back from disk whole, and nothing else does', () => {
    expect(cameSchema.parse({ ...whole, ...inner })).toEqual({ ...whole, ...inner });
    expect(cameSchema.parse({})).toEqual({});
    for (const wrong of [
      { message_id: -1 },
      { message_id: 2_147_483_648 },
      { message_id: 1.5 },
      { after: -1 },
      { perhaps: false },
      { further: 1 },
    ]) {
      expect(cameSchema.safeParse(wrong).success).toBe(false);
    }
  });

  it('is told with its number and without what only finds replies', () => {
    expect(toldSchema.parse({ step: 1, ...whole })).toEqual({ step: 1, ...whole });
    expect(toldSchema.safeParse({ step: 100 }).success).toBe(true);
    for (const wrong of [{}, { step: 0 }, { step: 101 }, { step: 1.5 }]) {
      expect(toldSchema.safeParse(wrong).success).toBe(false);
    }
    for (const [field, value] of Object.entries(inner)) {
      expect(toldSchema.safeParse({ step: 1, [field]: value }).success, field).toBe(false);
    }
  });
});
