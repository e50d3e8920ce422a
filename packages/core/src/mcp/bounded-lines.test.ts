import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedLines } from './bounded-lines.js';

async function through(
  pieces: readonly string[],
  most: number,
): Promise<{ lines: string[]; dropped: number }> {
  let dropped = 0;
  const bounded = boundedLines(most, () => (dropped += 1));
  const lines: string[] = [];
  bounded.on('data', (line: Buffer) => lines.push(line.toString()));
  for (const piece of pieces) bounded.write(Buffer.from(piece));
  bounded.end();
  await new Promise((resolve) => bounded.once('end', resolve));
  return { lines, dropped };
}

describe('lines', () => {
  it('come whole, in however many pieces they were written', async () => {
    const text = 'one\ntwo\n\nthree\n';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        const { lines, dropped } = await through(pieces, 6);
        expect(lines.join('')).toBe(text);
        expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
        expect(dropped).toBe(0);
      }),
    );
  });

  it('that are too long are left out, and those before and after them are not', async () => {
    expect(await through(['a\n12345', '6\nb\n', '1234567\n', 'c', '\nend'], 6)).toEqual({
      lines: ['a\n', 'b\n', 'c\n'],
      dropped: 2,
    });
  });

  it('that are left out are known by their ends, in however many pieces they came', async () => {
    const text = `begin ${'x'.repeat(3_000)} end\n`;
    for (const size of [1, 7, 511, 512, 513, 4_000]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
        text.slice(n * size, (n + 1) * size),
      );
      const ends: string[][] = [];
      const bounded = boundedLines(10, ({ first, last }) => ends.push([String(first), String(last)]));
      for (const piece of ['short\n', ...pieces, ...pieces]) bounded.write(Buffer.from(piece));
      bounded.end();
      await new Promise((resolve) => bounded.resume().once('end', resolve));
      expect(ends).toEqual(Array.from({ length: 2 }, () => [text.slice(0, 512), text.slice(-512)]));
    }
  });

  it('are taken from any stream', async () => {
    const lines = Readable.from([Buffer.from('a\nb'), Buffer.from('\n')]).pipe(
      boundedLines(10, () => undefined),
    );
    const read: string[] = [];
    for await (const line of lines) read.push(String(line));
    expect(read.join('')).toBe('a\nb\n');
  });
});
