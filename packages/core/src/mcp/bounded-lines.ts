/** Input that never has a line longer than its reader can hold. */
import { Transform } from 'node:stream';

const LINE_FEED = 0x0a;

/**
 * Passes whole lines on, each at once, however many pieces it came in. A line of more than `mostBytes` is left out, and
 * `onDropped` is told when its end has come; what follows it is read as ever.
 */
export function boundedLines(mostBytes: number, onDropped: () => void): Transform {
  let pieces: Buffer[] = [];
  let size = 0;

  const take = (piece: Buffer): void => {
    size += piece.length;
    if (size <= mostBytes) pieces.push(piece);
    else pieces = [];
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        take(chunk.subarray(from, end + 1));
        if (size > mostBytes) onDropped();
        else this.push(Buffer.concat(pieces));
        pieces = [];
        size = 0;
        from = end + 1;
      }
      if (from < chunk.length) take(chunk.subarray(from));
      next();
    },
  });
}
