import { describe, expect, it } from 'vitest';
import { idOf } from './random-id.js';

/** A digest of these 64-bit numbers. */
function digest(...numbers: readonly bigint[]): Buffer {
  const bytes = Buffer.alloc(8 * numbers.length);
  for (const [place, number] of numbers.entries()) bytes.writeBigInt64BE(number, 8 * place);
  return bytes;
}

describe('the id in a digest', () => {
  it.each([
    { name: 'is its first number', numbers: [-5n, 6n, 7n, 8n], id: -5n },
    { name: 'is the next where the first is 0', numbers: [0n, 6n, 7n, 8n], id: 6n },
    { name: 'may be the last', numbers: [0n, 0n, 0n, 8n], id: 8n },
    { name: 'is never 0', numbers: [0n, 0n, 0n, 0n], id: 1n },
  ])('$name', ({ numbers, id }) => {
    expect(idOf(digest(...numbers))).toBe(id);
  });
});
