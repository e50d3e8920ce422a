import { createHash } from 'node:crypto';
import { done, refuse } from '@tgmcp/core';
import { expect, it } from 'vitest';
import { readThrough } from './read-through.js';

const KB = 1024;

/** Pieces in one buffer that is filled anew, as those of a descriptor are. */
async function* pieces(...bytes: readonly number[]): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(300 * KB);
  for (const byte of bytes) yield buffer.fill(byte);
}

it('tells digest, size and the beginning of what was read, and no more of it', async () => {
  const whole = Buffer.concat([1, 2, 3].map((byte) => Buffer.alloc(300 * KB, byte)));
  const read = await readThrough(pieces(1, 2, 3), 900 * KB);
  if (!read.ok) throw new Error(read.refusal.code);
  const { sha256, size, head } = read.value;
  expect(sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  expect(size).toBe(900 * KB);
  expect(head.equals(whole.subarray(0, 512 * KB))).toBe(true);
});

it('reads no further than the limit, and no further than whoever takes the pieces', async () => {
  expect(await readThrough(pieces(1, 2, 3), 900 * KB - 1)).toMatchObject({
    ok: false,
    refusal: { code: 'FILE_TOO_LARGE', data: { limit: 900 * KB - 1 } },
  });
  const taken: number[] = [];
  const stopped = await readThrough(pieces(1, 2, 3), 900 * KB, async (piece) => {
    taken.push(piece[0] ?? 0);
    return taken.length === 2 ? refuse('CANCELLED') : done(undefined);
  });
  expect(stopped).toMatchObject({ ok: false, refusal: { code: 'CANCELLED' } });
  expect(taken).toEqual([1, 2]);
});
