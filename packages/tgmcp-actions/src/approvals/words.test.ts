/** What was said about the proposals of one content: each keeps its own word, and the last said wins. */
import { createMemoryStore, manualClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createWordBook, type WordBook } from './words.js';

function book(): WordBook {
  const clock = manualClock();
  return createWordBook(createMemoryStore({ clock }), clock);
}

const said = async (words: WordBook, id: string): Promise<unknown> => {
  const word = await words.find('content', id);
  return word && [word.said, word.replacedBy];
};

describe('a word', () => {
  it('is of its own proposal, whoever else is of the same content', async () => {
    const words = book();
    await words.enter('content', 'plain', 'a');
    await words.enter('content', 'forced', 'b');
    expect(await words.approve('content', 'b', 'terminal')).toBe(true);
    expect(await said(words, 'a')).toEqual(['nothing', undefined]);
    expect(await said(words, 'b')).toEqual(['approved', undefined]);
    expect(await words.approve('content', 'a', 'form')).toBe(true);
    expect(await words.find('content', 'a')).toMatchObject({ said: 'approved', by: 'form' });
  });

  it('is nothing about what nobody entered', async () => {
    const words = book();
    expect(await words.approve('content', 'a', 'terminal')).toBe(false);
    await words.refuse('elsewhere', 'terminal');
    expect(await said(words, 'a')).toBeUndefined();
    await words.enter('content', 'plain', 'a');
    expect(await words.approve('content', 'b', 'terminal')).toBe(false);
    expect(await said(words, 'a')).toEqual(['nothing', undefined]);
  });

  it('of a replaced proposal is no yes any more, and names the one that took its place first', async () => {
    const words = book();
    for (const id of ['a', 'b', 'c']) await words.enter('content', 'plain', id);
    expect(await words.approve('content', 'a', 'terminal')).toBe(false);
    expect(await said(words, 'a')).toEqual(['nothing', 'b']);
    expect(await said(words, 'b')).toEqual(['nothing', 'c']);
    expect(await said(words, 'c')).toEqual(['nothing', undefined]);
  });

  it('of an approved proposal that is replaced is no yes when it is said again', async () => {
    const words = book();
    await words.enter('content', 'plain', 'a');
    await words.approve('content', 'a', 'terminal');
    await words.enter('content', 'plain', 'b');
    expect(await words.approve('content', 'a', 'terminal')).toBe(false);
  });

  it('of no is of every proposal of the content, and of none that comes later', async () => {
    const words = book();
    await words.enter('content', 'plain', 'a');
    await words.enter('content', 'forced', 'b');
    await words.refuse('content', 'form');
    for (const id of ['a', 'b']) expect(await said(words, id)).toEqual(['refused', undefined]);
    await words.enter('content', 'other', 'c');
    expect(await said(words, 'c')).toEqual(['nothing', undefined]);
  });

  it('is kept for the last two hundred', async () => {
    const words = book();
    for (let n = 0; n < 201; n += 1) await words.enter('content', `digest ${n}`, `p${n}`);
    expect(await said(words, 'p0')).toBeUndefined();
    expect(await said(words, 'p1')).toEqual(['nothing', undefined]);
  });
});
