import { describe, expect, it } from 'vitest';
import { idOfUnread, tooLongAnswer } from './too-long.js';

const ends = (line: string) => ({
  first: Buffer.from(line).subarray(0, 512),
  last: Buffer.from(`${line}\n`).subarray(-512),
});
const long = 'x'.repeat(2_000);
const request = { method: 'tools/call', params: { name: 'a', arguments: { text: long } } };

describe('the id of a message that was not read', () => {
  it.each([7, 0, -3, 'a-7', ''])('%j is known where clients write it', (id) => {
    for (const line of [
      JSON.stringify({ jsonrpc: '2.0', id, ...request }),
      JSON.stringify({ id, jsonrpc: '2.0', ...request }),
      JSON.stringify({ ...request, jsonrpc: '2.0', id }),
      JSON.stringify({ ...request, id, jsonrpc: '2.0' }, undefined, 1).replaceAll('\n', ' '),
    ])
      expect(idOfUnread(ends(line))).toBe(id);
  });

  it.each([
    ['stands among the arguments', JSON.stringify({ method: 'a', params: { long, jsonrpc: '2.0', id: 7 } })],
    ['is part of a text', JSON.stringify({ method: 'a', long, text: '"jsonrpc":"2.0","id":7}' })],
    ['ends a text that is no JSON', `${long}\\"jsonrpc":"2.0","id":7}`],
    ['is missing', JSON.stringify({ jsonrpc: '2.0', ...request })],
    ['is of a kind that there is not', JSON.stringify({ jsonrpc: '2.0', id: { a: 1 }, ...request })],
    ['stands in the middle', JSON.stringify({ method: 'a', long, jsonrpc: '2.0', id: 7, params: { long } })],
    ['is in no message', long],
  ])('that %s is not known', (_what, line) => {
    expect(idOfUnread(ends(line))).toBeNull();
  });
});

it('is answered with an error of the protocol in one line', () => {
  const line = tooLongAnswer(ends(long), 1_000);
  expect(JSON.parse(line)).toEqual({
    jsonrpc: '2.0',
    id: null,
    error: { code: -32_600, message: expect.stringContaining('more than 1000 bytes') },
  });
  expect(line.split('\n')).toEqual([expect.any(String), '']);
});
