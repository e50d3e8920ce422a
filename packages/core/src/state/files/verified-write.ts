import { closeSync, openSync, rmSync } from 'node:fs';
import { StateError } from '../store.js';
import { asStateError, readPrivateFile } from './private-files.js';

/**
 * Writes a new file and reads it back: write-file-atomic ignores how many bytes were taken, so on a full disk it
 * publishes a short file without an error. Nothing refers to the file before it was verified.
 */
export async function writeVerified(file: string, bytes: Buffer, durable: boolean): Promise<void> {
  try {
    // Loaded at the first write: reading servers start without it.
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(file, bytes, { mode: 0o600, fsync: durable });
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
