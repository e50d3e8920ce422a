import { describe, expect, it } from 'vitest';
import { searchNote, termsOf } from './terms.js';

describe('several queries', () => {
  it('are each looked for once', () => {
    expect(termsOf({ query: 'Ship', also: ['ship', 'boat', 'SHIP'] })).toEqual(['Ship', 'boat']);
  });
});

describe('a query', () => {
  it.each([
    ['invoice*', 'wildcards'],
    ['te?t', 'wildcards'],
    ['\\bword\\b', 'regular expressions'],
    ['[0-9]+ euros', 'regular expressions'],
    ['ship OR boat', 'AND, OR and NOT'],
    ['ship | boat', 'AND, OR and NOT'],
    ['"exactly this"', 'exact phrases'],
  ])('that Telegram cannot answer gets a note: %s', (term, what) => {
    expect(searchNote([term])).toContain(what);
  });

  it.each(['plain words', 'who is it?', "don't", 'a.b@c.de', '50%', 'R&D (new)', 'می‌خواهم', 'a ? b'])(
    'of plain words gets none: %s',
    (term) => {
      expect(searchNote([term])).toBeUndefined();
    },
  );
});
