import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageRecord } from '../../tools/records.js';
import { MESSAGE_COLUMNS } from './columns.js';
import { csv } from './csv.js';
import { jsonLines } from './jsonl.js';
import { markdown } from './markdown.js';

const CHAT = { id: '-1000000000910', type: 'supergroup', title: 'Hall' } as const;
const table = csv(MESSAGE_COLUMNS);

/** Words as strangers write them: formulas, separators, line ends, marks that do something, and anything else. */
const words = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        "'",
        '"',
        ',',
        '\t',
        '\r',
        '\n',
        '\u2028',
        ' ',
        '1+1',
        'cmd',
        '#',
        '> ',
        '**',
        '![x](y)',
        '<b>',
        '\u202E',
        '- ',
        '1. ',
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

async function tableOf(records: readonly MessageRecord[]): Promise<Record<string, string>[]> {
  const text = (await table.head()) + (await table.rows(records, CHAT));
  return parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
}

describe('a table', () => {
  it('gives the exact words back once one leading apostrophe is taken away, and no cell is a formula', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (text, from) => {
        const [row] = await tableOf([{ id: 1, text, from }]);
        for (const [cell, said] of [
          [row?.['text'] ?? '', text],
          [row?.['from'] ?? '', from],
        ] as const) {
          expect(cell.replace(/^'/u, '')).toBe(said);
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u);
        }
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', ' =1', "'x", "'=1", '＝1'])(
    'guards %j',
    async (text) => {
      const [row] = await tableOf([{ id: 1, text }]);
      expect(row?.['text']).toBe(`'${text}`);
    },
  );

  it('leaves other words and our own fields as they are', async () => {
    const [row] = await tableOf([{ id: 7, text: '1+1=2, "so"', from_id: '-1000000000910', views: 3 }]);
    expect(row).toMatchObject({
      chat: CHAT.id,
      id: '7',
      from_id: '-1000000000910',
      text: '1+1=2, "so"',
      views: '3',
    });
  });

  it('is the same in one piece and in several', async () => {
    const records = [1, 2, 3].map((id) => ({ id, text: `=${id}\r\n"x"` }));
    const pieces = await Promise.all(records.map((record) => table.rows([record], CHAT)));
    expect(pieces.join('')).toBe(await table.rows(records, CHAT));
  });
});

describe('JSON lines', () => {
  it('are one line for each record, whatever its words, and keep them', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const line = await jsonLines<MessageRecord>().rows([{ id: 1, text }], CHAT);
        expect(line.split(/[\n\r\u0085\u2028\u2029]/u)).toHaveLength(2);
        expect(JSON.parse(line)).toEqual({
          chat: CHAT.id,
          id: 1,
          text: JSON.parse(JSON.stringify(text)) as string,
        });
      }),
    );
  });
});

describe('Markdown', () => {
  it('shows foreign words within quotations only, escaped and with hidden characters made visible', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (text, from) => {
        const entry = await markdown.rows([{ id: 1, date: '2026-09-20T00:00:00Z', text, from }], CHAT);
        const [head = '', ...rest] = entry.trimEnd().split('\n');
        expect(head).toMatch(/^\*\*.*\*\* · 2026-09-20 00:00:00 UTC · #1$/u);
        expect(rest.filter((line) => line !== '' && !line.startsWith('>'))).toEqual([]);
        expect(entry).not.toMatch(/(?<!\\)(?:\\\\)*[<[`_]|[\u202E\u2028]/u);
      }),
    );
  });

  it('is readable', async () => {
    const record: MessageRecord = {
      id: 12,
      date: '2026-09-20T10:00:00Z',
      from: 'Bob',
      text: 'first\n# no heading\n1. no list',
      reply_to: 3,
      reactions: { '👍': 2 },
    };
    expect(await markdown.rows([record], CHAT)).toBe(
      '**Bob** · 2026-09-20 10:00:00 UTC · #12 · answers #3\n\n> first  \n> \\# no heading  \n> 1\\. no list\n\n👍 2\n\n',
    );
  });
});
