/** Input that never has a line longer than its reader can hold. */
import { Transform } from 'node:stream';

const LINE_FEED = 0x0a;
/** How much of a line that is left out is kept of either end; bytes. */
const END_BYTES = 512;

/** How a line begins and ends that was left out. */
export interface LineEnds {
  readonly first: Buffer;
  readonly last: Buffer;
}

/**
 * Passes whole lines on, each at once, however many pieces it came in. A line of more than `mostBytes` is left out, and
 * `onDropped` is told when its end has come; what follows it is read as ever.
 */
export function boundedLines(mostBytes: number, onDropped: (line: LineEnds) => void): Transform {
  const nothing = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let size = 0;
  let first: Buffer = nothing;
  let last: Buffer = nothing;

  const take = (piece: Buffer): void => {
    size += piece.length;
    if (first.length < END_BYTES) {
      first = Buffer.concat([first, piece.subarray(0, END_BYTES - first.length)]);
    }
    last = Buffer.concat([last, piece.subarray(-END_BYTES)]).subarray(-END_BYTES);
    if (size <= mostBytes) pieces.push(piece);
    else pieces = [];
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        take(chunk.subarray(from, end + 1));
        if (size > mostBytes) onDropped({ first, last });
        else this.push(Buffer.concat(pieces));
        pieces = [];
        size = 0;
        [first, last] = [nothing, nothing];
        from = end + 1;
      }
      if (from < chunk.length) take(chunk.subarray(from));
      next();
    },
  });
}
