import { createHash } from 'node:crypto';
import { done, type Outcome } from '@tgmcp/core';
import { tooLarge } from './file-refused.js';

/** As much of the beginning is kept as tells what a file is: the size of a JPEG stands behind its comments. */
const HEAD = 512 * 1024;

/** What reading a file through told of it. */
export interface ReadThrough {
  readonly sha256: string;
  readonly size: number;
  readonly head: Buffer;
}

/** Reads all of a file, hands each piece on, and says what was read. FILE_TOO_LARGE beyond `maxBytes`. */
export async function readThrough(
  pieces: AsyncIterable<Buffer>,
  maxBytes: number,
  take: (piece: Buffer) => Promise<Outcome<unknown>> = async () => done(undefined),
): Promise<Outcome<ReadThrough>> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let [size, headSize] = [0, 0];
  for await (const piece of pieces) {
    size += piece.length;
    if (size > maxBytes) return tooLarge(maxBytes, undefined);
    hash.update(piece);
    if (headSize < HEAD) {
      // A copy: the piece may be a window on a buffer that is filled anew.
      head.push(Buffer.from(piece.subarray(0, HEAD - headSize)));
      headSize += head.at(-1)?.length ?? 0;
    }
    const taken = await take(piece);
    if (!taken.ok) return taken;
  }
  return done({ sha256: hash.digest('hex'), size, head: Buffer.concat(head) });
}
