/** Reading a copy back out of the spool, in the parts in which it is uploaded, and whether it was what was approved. */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { done, errorCode, noFollow, refuse, type Outcome } from '@tgmcp/core';
import type { OutgoingFile } from './outgoing-file.js';
import { readDescriptor } from './read-descriptor.js';

/** A copy that is open; whoever opened it closes it. */
export interface KeptFile extends OutgoingFile {
  /** All of it, in pieces of `pieceBytes` but for the last; each must be used up before the next. */
  pieces(pieceBytes: number): AsyncIterable<Buffer>;
  /** After all pieces: FILE_COPY_LOST unless they were, byte for byte, what was approved. */
  verdict(): Outcome<void>;
  close(): void;
}

/** Opens a copy. Refused with FILE_COPY_LOST when it is not there, or not what it was. */
export function openKept(folder: string, file: OutgoingFile): Outcome<KeptFile> {
  const path = join(folder, file.sha256);
  let fd: number;
  try {
    fd = openSync(path, noFollow(path, constants.O_RDONLY | constants.O_NONBLOCK));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return lost(file, 'it is not there');
  }
  const found = fstatSync(fd);
  if (!found.isFile() || found.size !== file.size) {
    closeSync(fd);
    return lost(file, 'it is not what was approved');
  }
  const hash = createHash('sha256');
  return done({
    ...file,
    async *pieces(pieceBytes) {
      for await (const piece of readDescriptor(fd, pieceBytes)) {
        hash.update(piece);
        yield piece;
      }
    },
    verdict: () =>
      hash.digest('hex') === file.sha256 ? done(undefined) : lost(file, 'it is not what was approved'),
    close: () => closeSync(fd),
  });
}

function lost({ name }: OutgoingFile, reason: string): Outcome<never> {
  return refuse('FILE_COPY_LOST', { data: { file: name, reason } });
}
