import type { StateStore, TelegramCaller } from '@tgmcp/core';

/** A process that died. */
export class Killed extends Error {}

/** Counts what a process does to disk and wire, and ends it at one of these, before or after it took effect. */
export class Killer {
  steps = 0;
  #dead = false;
  constructor(
    readonly dieAt: number,
    readonly after: boolean,
  ) {}

  async step<T>(work: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Killed();
    this.steps += 1;
    if (this.steps !== this.dieAt) return work();
    this.#dead = true;
    if (this.after) await work();
    throw new Killed();
  }

  /** The disk of the process. */
  store(real: StateStore): Pick<StateStore, 'get' | 'create'> {
    return {
      get: (kind, key) => real.get(kind, key),
      create: (kind, key, value) => this.step(() => real.create(kind, key, value)),
    };
  }

  /** Its wire. */
  caller(real: TelegramCaller): TelegramCaller {
    return { call: (request, options) => this.step(() => real.call(request, options)) };
  }
}
