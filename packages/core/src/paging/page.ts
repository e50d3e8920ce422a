/** Fits records into one answer. What does not fit is not lost: the cursor begins at the first record left out. */
import { neutralise } from '../mcp/neutralise.js';

/** Room for a page: bytes of JSON for its records. */
export class PageRoom {
  private used = 0;
  private taken = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly maxRecords: number,
  ) {}

  /** Whether nothing more may be added. */
  get full(): boolean {
    return this.taken >= this.maxRecords || this.used >= this.maxBytes;
  }

  /** How many records may still be asked for. */
  get wanted(): number {
    return this.full ? 0 : this.maxRecords - this.taken;
  }

  /** Takes a record if it fits; the first one always does, so that a page never stands still. */
  take(record: unknown): boolean {
    if (this.full) return false;
    const bytes = Buffer.byteLength(JSON.stringify(neutralise(record).value)) + 1;
    if (this.taken > 0 && this.used + bytes > this.maxBytes) {
      this.used = this.maxBytes;
      return false;
    }
    this.used += bytes;
    this.taken += 1;
    return true;
  }
}
