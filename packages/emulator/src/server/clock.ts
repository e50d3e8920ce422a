import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The time of the emulated world: the machine's, shifted. The shift stands in a small file, as a 64-bit float of
 * milliseconds, from which the preload shifts the clocks of product processes alike.
 */
export class WorldClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tgmcp-clock-'));
  /** Where product processes read the shift. */
  readonly file = join(this.#folder, 'shift');
  readonly #descriptor = openSync(this.file, 'w', 0o600);
  #shift = 0;
  #skew = 0;
  #closed = false;
  /** Called after each move of the clock. */
  onMove: () => void = () => undefined;

  constructor() {
    this.#write();
  }

  /** World time in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#shift + this.#skew;
  }

  /** Moves the world and the product processes on (or back) together. */
  advance(milliseconds: number): void {
    this.#shift += milliseconds;
    this.#write();
    this.onMove();
  }

  /** Sets how far the service's clock alone is ahead of (or behind) everybody else's. */
  skew(milliseconds: number): void {
    this.#skew = milliseconds;
    this.onMove();
  }

  /** Milliseconds the clock was advanced by in all. */
  get shift(): number {
    return this.#shift;
  }

  /** Removes the file; product processes keep the last shift they read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(): void {
    if (this.#closed) return;
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(this.#shift, 0);
    writeSync(this.#descriptor, bytes, 0, 8, 0);
  }
}
