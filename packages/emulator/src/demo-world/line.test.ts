import { describe, expect, it } from 'vitest';
import { fillThread, parseLine, speakersOf } from './line.js';
import { Seeded } from './seeded.js';

describe('a line of the demo talk', () => {
  it('names speaker, answer, media, text and reactions', () => {
    expect(parseLine('B^ [file plan.pdf] have a look ~❤️‍🔥👍')).toEqual({
      speaker: 'B',
      answers: true,
      media: { kind: 'file', value: 'plan.pdf' },
      text: 'have a look',
      reactions: ['❤️‍🔥', '👍'],
    });
    expect(parseLine('[photo] a post')).toMatchObject({ answers: false, text: 'a post' });
    expect(parseLine('A two\nlines')).toMatchObject({ text: 'two\nlines', reactions: [] });
    expect(speakersOf(['A x', 'B^ y', 'A z'])).toEqual(['A', 'B']);
  });

  it('keeps a word throughout a thread, and takes another one within a line', () => {
    const slots = { kit: ['stove', 'map', 'lamp'] };
    const [first = '', second = ''] = fillThread(['{kit} or {kit}', '{kit}'], slots, new Seeded('x'));
    const [one, two] = first.split(' or ');
    expect(one).not.toBe(two);
    expect(second).toBe(one);
  });

  it('refuses a slot without words', () => {
    expect(() => fillThread(['{what}'], {}, new Seeded('x'))).toThrow('no words for {what}');
  });
});
