import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What has to be undone when the demo ends, however it ends; the latest first. */
export class Cleanup {
  readonly #undo: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /** Registers what starts, so that it is stopped; at once when the demo is ending already. */
  later(undo: () => Promise<void>): void {
    if (this.#running === undefined) this.#undo.push(undo);
    else this.#running = this.#running.then(undo);
  }

  /** Makes a private folder that goes when the demo goes. */
  async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'tgmcp-demo-'));
    this.later(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Undoes everything once; later calls wait for the first. One failing step does not keep the others from running. */
  run(): Promise<void> {
    this.#running ??= this.#all();
    return this.#running;
  }

  async #all(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#undo.toReversed()) await undo().catch((error: unknown) => failures.push(error));
    if (failures.length > 0)
      throw new AggregateError(failures, `could not clean up: ${failures.map(String).join('; ')}`);
  }
}
