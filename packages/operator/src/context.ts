import type { Console } from './console/console.js';

/** What every command works with. */
export interface Context {
  readonly console: Console;
  readonly env: NodeJS.ProcessEnv;
}
