import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NOT_CARRIED } from './not-carried.js';

const README = new URL('../../README.md', import.meta.url);

it('the README lists what an import does not carry, and nothing else', () => {
  const rows = NOT_CARRIED.map(({ of, field, why, below }) => {
    const since = below === undefined ? '' : ` (layers below ${below})`;
    return `| ${of} | \`${field}\`${since} | ${why} |`;
  });
  const text = readFileSync(README, 'utf8');
  const [, table] = text.split('| of | field | why |\n|---|---|---|\n');
  expect(table?.split('\n\n')[0]?.split('\n')).toEqual(rows);
});
