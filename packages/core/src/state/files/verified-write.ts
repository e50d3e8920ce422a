import { closeSync, constants, fsync, openSync, rmSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { StateError } from '../store.js';
import { asStateError, readPrivateFile } from './private-files.js';

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a file that must not be there yet and reads it back: a disk may take less than it was given, without an error.
 * Nothing refers to the file before it was verified, so its name needs no rename to be safe. Only the wait for the disk
 * goes through the thread pool: under load each trip costs more than the writing.
 */
export async function writeVerified(file: string, bytes: Buffer, durable: boolean): Promise<void> {
  try {
    const descriptor = openSync(file, NEW, 0o600);
    try {
      let written = 0;
      while (written < bytes.length) {
        const taken = writeSync(descriptor, bytes, written, bytes.length - written, written);
        if (taken === 0) break;
        written += taken;
      }
      if (durable) await promisify(fsync)(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (readPrivateFile(file)?.equals(bytes) !== true) {
      throw new StateError(
        'STATE_UNWRITABLE',
        file,
        `${file} could not be written whole; the disk may be full.`,
        { reason: 'short write' },
      );
    }
  } catch (error) {
    rmSync(file, { force: true });
    throw asStateError(error, file);
  }
}

/** Makes an empty file that must not exist yet. */
export function makeEmptyFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}
