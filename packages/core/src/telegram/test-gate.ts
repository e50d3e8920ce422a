/** What the tests of the gate share. */
import { randomBytes } from 'node:crypto';
import { GuardRefusal } from './guard/refused.js';

/** A request of a method, with something for its arguments, but none of the optional ones. */
export function bytesOf(id: number, length = 40): Buffer {
  const bytes = Buffer.alloc(8 + length);
  bytes.writeUInt32LE(id >>> 0, 0);
  randomBytes(length).copy(bytes, 8);
  return bytes;
}

/** What the guard said while `run` ran; undefined when it said nothing. */
export function refusalOf(run: () => unknown): { method: string; why: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof GuardRefusal) return { method: error.method, why: error.why };
    throw error;
  }
}

/** A ticket of the pacer for one call. */
export function ticketFor(method: string): { readonly id: number; readonly method: string; open: boolean } {
  return { id: 1, method, open: true };
}
