import type { Cleanup } from './cleanup.js';
import type { Transcript } from './transcript.js';

/** Where the demo tells its story, and what undoes it. */
export interface Stage {
  readonly transcript: Transcript;
  readonly cleanup: Cleanup;
}
