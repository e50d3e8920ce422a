/* For the emulator's own tests: one thing that somebody does, to the model and to the emulator at once. */
import type * as fc from 'fast-check';
import { expect } from 'vitest';
import { RpcError } from '../rpc/handler.js';
import type { TlObject, TlValue } from '../tl/value.js';
import { HOLDERS, type Bench } from './bench.js';
import { boxOf, type Refused, type Model, type Note, type Place, type Who } from './model.js';

/** A step of a run; picks are taken modulo what there is to pick from. */
export type Command = fc.AsyncCommand<Model, Bench, true>;

export abstract class Step implements Command {
  constructor(
    protected readonly session: number,
    protected readonly place: Place,
  ) {}

  protected get who(): Who {
    return HOLDERS[this.session] ?? 'ann';
  }

  async check(model: Readonly<Model>): Promise<boolean> {
    return !model.offline.has(this.session) && this.isPossible(model);
  }

  async run(model: Model, bench: Bench): Promise<void> {
    await this.act(model, bench);
    bench.compareReplicas(model);
    const { name } = this.constructor;
    bench.done.set(name, (bench.done.get(name) ?? 0) + 1);
  }

  /** Whether there is something to do it to. */
  protected isPossible(_model: Readonly<Model>): boolean {
    return true;
  }

  protected abstract act(model: Model, bench: Bench): Promise<void>;

  protected pick(model: Pick<Model, 'notes'>, pick: number): [number, Note] | undefined {
    const notes = model.notes(this.who, this.place);
    return notes[pick % Math.max(1, notes.length)];
  }

  protected peer(bench: Bench): TlObject {
    return bench.input(this.who, this.place);
  }

  /** Calls, and has the session take the updates it is answered with. */
  protected async change(
    model: Model,
    bench: Bench,
    method: string,
    fields: Readonly<Record<string, TlValue>>,
  ): Promise<TlObject> {
    const answer = await bench.ask(model, this.session, method, fields);
    if (answer._ === 'updates') bench.replica(this.session).take(answer);
    else bench.replica(this.session).affected(boxOf(this.who, this.place), answer);
    return answer;
  }

  toString(): string {
    return `${this.constructor.name} ${JSON.stringify(this)}`;
  }
}

/** Whether a call met the refusal that the model foresees, or none. */
export async function meets(refused: Refused | undefined, call: () => Promise<unknown>): Promise<void> {
  let met = 'no error';
  try {
    await call();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    met = `${error.code} ${error.text}`;
  }
  expect(met).toBe(refused?.error ?? 'no error');
}
