import { read } from 'node:fs';
import { promisify } from 'node:util';

const readAt = promisify(read);

/** The bytes behind a descriptor from its beginning, in pieces of `pieceBytes` but for the last. The buffer is used again. */
export async function* readDescriptor(fd: number, pieceBytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(pieceBytes);
  for (let offset = 0; ;) {
    let filled = 0;
    while (filled < pieceBytes) {
      const { bytesRead } = await readAt(fd, buffer, filled, pieceBytes - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled === 0) return;
    offset += filled;
    yield buffer.subarray(0, filled);
  }
}
