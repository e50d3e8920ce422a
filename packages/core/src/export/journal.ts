/**
 * The journal of one export: its checkpoints, each a compare-and-swap. A process that was paused while another went on
 * with its export loses the next swap, and so can neither move the checkpoint nor finish the file.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { isRunning, processStart } from '../state/process-life.js';
import type { StateStore } from '../state/store.js';
import { EXPORTS, type Checkpoint, type ExportRecord } from './record.js';

/** Claims of this process that are being worked on; another one of its own was left by a fault. */
const working = new Set<string>();

/** One export, claimed by this process. */
export class ExportJournal {
  private constructor(
    private readonly store: StateStore,
    readonly id: string,
    private generation: number,
    private current: ExportRecord,
    private readonly claim: string,
  ) {
    working.add(claim);
  }

  /** Begins an export. */
  static async begin(
    store: StateStore,
    clock: Clock,
    id: string,
    record: Omit<ExportRecord, 'worker'>,
  ): Promise<ExportJournal> {
    const worker = workerNow(clock);
    const claimed = { ...record, worker };
    const generation = await store.compareAndSwap(EXPORTS, id, 0, claimed);
    if (generation === undefined) throw new Error(`there is an export ${id} already`);
    return new ExportJournal(store, id, generation, claimed, worker.claim);
  }

  /** Goes on with an export, whoever left it. Refused with EXPORT_NOT_FOUND and EXPORT_BUSY. */
  static async claim(store: StateStore, clock: Clock, id: string): Promise<Outcome<ExportJournal>> {
    for (;;) {
      const found = await store.get(EXPORTS, id);
      if (found === undefined) return refuse('EXPORT_NOT_FOUND');
      if (isWorkedOn(found.value, clock)) return busy(found.value);
      const worker = workerNow(clock);
      const claimed = { ...found.value, worker };
      const generation = await store.compareAndSwap(EXPORTS, id, found.generation, claimed);
      if (generation !== undefined)
        return done(new ExportJournal(store, id, generation, claimed, worker.claim));
    }
  }

  get record(): ExportRecord {
    return this.current;
  }

  /** Moves the checkpoint; the bytes up to it must be on disk. Refused with EXPORT_BUSY when another process went on with it. */
  async move(checkpoint: Checkpoint, complete = false): Promise<Outcome<void>> {
    return this.#swap({ ...this.current, checkpoint, complete });
  }

  /** Lets the export go, for whoever goes on with it. */
  async release(): Promise<void> {
    if (!working.delete(this.claim)) return;
    const { worker: _, ...free } = this.current;
    await this.#swap(free);
  }

  async #swap(next: ExportRecord): Promise<Outcome<void>> {
    const generation = await this.store.compareAndSwap(EXPORTS, this.id, this.generation, next);
    if (generation === undefined) return busy(this.current);
    this.generation = generation;
    this.current = next;
    return done(undefined);
  }
}

/** Whether a living process works on an export. */
export function isWorkedOn({ worker }: ExportRecord, clock: Clock): boolean {
  if (worker === undefined || worker.boot !== clock.bootId()) return false;
  if (worker.pid === process.pid && worker.started === processStart(process.pid))
    return working.has(worker.claim);
  return isRunning(worker.pid, worker.started);
}

function workerNow(clock: Clock): NonNullable<ExportRecord['worker']> {
  const { pid } = process;
  return { claim: randomUUID(), pid, started: processStart(pid), boot: clock.bootId() };
}

function busy({ worker }: ExportRecord): Outcome<never> {
  return refuse('EXPORT_BUSY', { data: worker === undefined ? {} : { pid: worker.pid } });
}
