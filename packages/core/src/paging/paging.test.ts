import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readCursor, writeCursor } from './cursor.js';
import { PageRoom } from './page.js';

const POSITION = z.strictObject({ before: z.int() });

describe('a cursor', () => {
  it('comes back as it was written, whatever the question', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.integer(), (tool, question, before) => {
        const cursor = writeCursor(tool, question, { before });
        expect(readCursor(tool, question, cursor, POSITION)).toEqual({ ok: true, value: { before } });
      }),
    );
  });

  it('is refused for another question, another tool, or when it was made up', () => {
    const cursor = writeCursor('tg_get_messages', ['-100'], { before: 5 });
    for (const [tool, question, given] of [
      ['tg_get_messages', ['-200'], cursor],
      ['tg_search_messages', ['-100'], cursor],
      ['tg_get_messages', ['-100'], `${cursor.slice(0, -4)}AAAA`],
      ['tg_get_messages', ['-100'], 'next'],
      ['tg_get_messages', ['-100'], '💥'],
      ['tg_get_messages', ['-100'], writeCursor('tg_get_messages', ['-100'], { after: 5 })],
    ] as const) {
      const read = readCursor(tool, question, given, POSITION);
      expect(!read.ok && read.refusal.code, given).toBe('CURSOR_INVALID');
    }
  });

  it('may be left out or empty', () => {
    expect(readCursor('t', 1, undefined, POSITION)).toEqual({ ok: true, value: undefined });
    expect(readCursor('t', 1, '', POSITION)).toEqual({ ok: true, value: undefined });
  });
});

describe('the room of a page', () => {
  it('ends at the number of records asked for', () => {
    const room = new PageRoom(1000, 2);
    expect([room.take('a'), room.take('b'), room.take('c')]).toEqual([true, true, false]);
  });

  it('takes the first record even when it alone is too large, and then no other', () => {
    const room = new PageRoom(10, 5);
    expect([room.take('x'.repeat(100)), room.take('y')]).toEqual([true, false]);
  });

  it('skips nothing: after one that does not fit, none is taken', () => {
    const room = new PageRoom(20, 5);
    expect([room.take('12345'), room.take('x'.repeat(50)), room.take('y')]).toEqual([true, false, false]);
  });

  it('counts bytes as they will be shown, hidden characters included', () => {
    const room = new PageRoom(30, 5);
    expect([room.take('\u202E\u202E'), room.take('abcdefgh')]).toEqual([true, false]);
  });
});
