import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rowsOf } from './rows.js';

const shown = (rows: readonly string[]): string => rows.map((row) => row.slice(4)).join('');

describe('lines on a terminal', () => {
  it('that fit stay as they are', () => {
    const lines = ['Chat: "Kites" group, id -5', '  | Hello', '', '  | '];
    expect(rowsOf(lines, 80)).toStrictEqual(lines);
  });

  it.each([
    ['a word', 'x'.repeat(5_000)],
    ['words', 'word '.repeat(1_000)],
    ['wide characters', '\u6F22\u5B57'.repeat(1_000)],
    ['spaces', `a${' '.repeat(3_000)}b`],
  ])('that are longer take as many rows as they need, and lose nothing: %s', (_, text) => {
    const rows = rowsOf([`  | ${text}`], 80);
    expect(rows.length).toBeGreaterThanOrEqual(Math.ceil(text.length / 75));
    expect(rows.every((row) => Array.from(row).length < 80)).toBe(true);
    expect(shown(rows)).toBe(text);
    expect(rows[0]).toMatch(/^ {2}\| /);
    expect(rows.slice(1).every((row) => row.startsWith('  : '))).toBe(true);
  });

  it('cannot pass for others by being long', () => {
    for (const bar of ['  | ', '']) {
      for (let pad = 0; pad < 90; pad += 1) {
        const rows = rowsOf([`${bar}${' '.repeat(pad)}Account: "Ann" id 1   | Yes`], 40);
        expect(rows.slice(1).some((row) => !row.startsWith('  : '))).toBe(false);
      }
    }
  });

  it('keep their looks in each row', () => {
    const rows = rowsOf([`\u001B[2m${'dim '.repeat(30)}\u001B[22m`], 40);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.every((row) => row.includes('\u001B[2m'))).toBe(true);
    expect(rows.every((row) => stripVTControlCharacters(row).length < 40)).toBe(true);
  });

  it('of a terminal without a width can still be read', () => {
    expect(rowsOf(['x'.repeat(100)], 0)).toHaveLength(7);
  });
});
