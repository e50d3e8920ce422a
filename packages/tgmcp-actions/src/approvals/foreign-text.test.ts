/** Texts of anybody's on their way to a person: what a client calls itself, and what a grant is for. */
import { describe, expect, it } from 'vitest';
import { grantPreview } from './grant-preview.js';
import { originOf } from './origin.js';

describe('where a call comes from', () => {
  it('is its process, and its client where that says what it is', () => {
    expect(originOf({})).toStrictEqual({ pid: process.pid });
    expect(originOf({ client: { name: 'a client', version: '1.0' } })).toStrictEqual({
      client: 'a client',
      version: '1.0',
      pid: process.pid,
    });
  });

  it('is told on one line, with what is invisible written out, and no longer than anybody reads', () => {
    const { client } = originOf({ client: { name: 'a \n\t b\u202e', version: 'v' } });
    expect(client).toBe('a b\\u{202e}');
    const long = originOf({ client: { name: 'n'.repeat(61), version: '\u{1F44D}'.repeat(61) } });
    expect(long).toMatchObject({ client: 'n'.repeat(60), version: '\u{1F44D}'.repeat(60) });
  });
});

describe('the preview of a grant', () => {
  it('keeps each thing it is for, its lines apart and nothing invisible in them', () => {
    const preview = grantPreview({
      summary: 'delete messages',
      details: [{ label: 'Purpose', text: 'Re\u202eports' }],
      items: ['a\r\n\tb', ['one\nline', 'two\u200b']],
      notes: ['mind this'],
    });
    expect(preview).toEqual({
      summary: 'delete messages',
      details: [{ label: 'Purpose', text: 'Re\\u{202e}ports' }],
      items: ['a b', 'one line\ntwo\\u{200b}'],
      hidden_characters: 2,
      entities: [],
      notes: ['mind this'],
    });
  });

  it('has nothing that was not given', () => {
    expect(grantPreview({ summary: 'write' })).toEqual({
      summary: 'write',
      details: [],
      items: [],
      hidden_characters: 0,
      entities: [],
      notes: [],
    });
  });
});
