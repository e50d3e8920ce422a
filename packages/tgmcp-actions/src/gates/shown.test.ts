import { expect, it } from 'vitest';
import { shownPreview } from './shown.js';

it('every invisible character of an action is written out and counted, in its text and in its details', () => {
  expect(
    shownPreview(
      {
        summary: 'send a message',
        text: 'Hi\u200b\u202e',
        entities: ['bold: Hi'],
        details: [
          { label: 'File', text: 'a\u202egpj.exe' },
          { label: 'Note', text: 'plain' },
        ],
      },
      ['an earlier attempt is open'],
    ),
  ).toStrictEqual({
    summary: 'send a message',
    text: 'Hi\u200b\u202e',
    text_shown: 'Hi\\u{200b}\\u{202e}',
    details: [
      { label: 'File', text: 'a\\u{202e}gpj.exe' },
      { label: 'Note', text: 'plain' },
    ],
    hidden_characters: 3,
    entities: ['bold: Hi'],
    notes: ['an earlier attempt is open'],
  });
});

it('an action without text and details has none', () => {
  expect(shownPreview({ summary: 'leave a chat' }, [])).toStrictEqual({
    summary: 'leave a chat',
    hidden_characters: 0,
    entities: [],
    notes: [],
  });
});
