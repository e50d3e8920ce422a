import { closeSync, constants, fstatSync, fsync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { StateError } from '../store.js';
import { asStateError, flushed } from './private-files.js';
import { together } from './together.js';

// An exclusive open makes the file, and so follows no link on any system.
const NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;

/**
 * Writes a file that must not be there yet and reads it back: a disk may take less than it was given, without an error.
 * Nothing refers to the file before it was verified, so its name needs no rename to be safe. Only the wait for the disk
 * goes through the thread pool: under load each trip costs more than the writing. `meanwhile` is begun once the bytes are
 * handed over and ends before this does: for what has to be on the disk before the file may count, as the file itself.
 */
export async function writeVerified(
  file: string,
  bytes: Buffer,
  durable: boolean,
  meanwhile?: () => Promise<void>,
): Promise<void> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, NEW, 0o600);
    let written = 0;
    while (written < bytes.length) {
      const taken = writeSync(descriptor, bytes, written, bytes.length - written, written);
      if (taken === 0) break;
      written += taken;
    }
    await together(
      durable ? flushed(fsync, descriptor) : Promise.resolve(),
      meanwhile?.() ?? Promise.resolve(),
      verify(file, descriptor, bytes),
    );
  } catch (error) {
    rmSync(file, { force: true });
    throw asStateError(error, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

async function verify(file: string, descriptor: number, bytes: Buffer): Promise<void> {
  const found = Buffer.allocUnsafe(bytes.length);
  const isWhole =
    fstatSync(descriptor).size === bytes.length &&
    readSync(descriptor, found, 0, bytes.length, 0) === bytes.length &&
    found.equals(bytes);
  if (isWhole) return;
  throw new StateError(
    'STATE_UNWRITABLE',
    file,
    `${file} could not be written whole; the disk may be full.`,
    {
      reason: 'short write',
    },
  );
}

/** Makes an empty file that must not exist yet. */
export function makeEmptyFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}
