/* For the emulator's own tests: what people do, to the model and to the emulator at once. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { RpcError } from '../rpc/handler.js';
import { objectsOf } from '../services/common/fields.js';
import type { TlObject, TlValue } from '../tl/value.js';
import { HOLDERS, type Bench } from './bench.js';
import { boxOf, PLACES, type Refused, type Model, type Note, type Place, type Who } from './model.js';

/** A step of a run; picks are taken modulo what there is to pick from. */
export type Command = fc.AsyncCommand<Model, Bench, true>;

abstract class Step implements Command {
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

class Send extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly text: string,
    private readonly randomId: number,
    private readonly reply: number | null,
  ) {
    super(session, place);
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const target = this.reply === null ? undefined : this.pick(model, this.reply);
    const randomId = this.randomId === 0 ? bench.freshRandomId() : BigInt(this.randomId);
    const note = model.send(this.who, this.place, this.text, randomId, {
      ...(target !== undefined && { replyTo: target[1] }),
    });
    const answer = await this.change(model, bench, 'messages.sendMessage', {
      peer: this.peer(bench),
      message: this.text,
      random_id: randomId,
      ...(target !== undefined && { reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: target[0] } }),
    });
    const id = note.ids.get(boxOf(this.who, this.place));
    if (answer._ === 'updateShortSentMessage') {
      expect(answer['id']).toBe(id);
      // Such an answer leaves out what the sender knows.
      const mine = model.seen(this.who, this.place).find((seen) => seen.id === id);
      if (mine !== undefined) bench.replica(this.session).keep(mine);
      return;
    }
    const named = objectsOf(answer, 'updates').find((update) => update._ === 'updateMessageID');
    expect(named).toEqual({ _: 'updateMessageID', id, random_id: randomId });
  }
}

class Edit extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly which: number,
    private readonly text: string,
  ) {
    super(session, place);
  }

  protected override isPossible(model: Readonly<Model>): boolean {
    const picked = this.pick(model, this.which);
    return picked !== undefined && picked[1].origin === undefined;
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const [id, note] = this.pick(model, this.which) ?? [0, undefined];
    const refused = note === undefined ? undefined : model.edit(this.who, note, this.text);
    const fields = { peer: this.peer(bench), id, message: this.text };
    await meets(refused, () => this.change(model, bench, 'messages.editMessage', fields));
  }
}

class Delete extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly which: readonly number[],
    private readonly revoke: boolean,
  ) {
    super(session, place);
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const picked = new Map(this.which.flatMap((which) => [this.pick(model, which) ?? []].filter(isPair)));
    const refused = model.remove(this.who, this.place, [...picked.values()], this.revoke);
    // An id that is nobody's counts for nothing.
    const id = [...picked.keys(), 77_777];
    await meets(refused, async () => {
      const answer = await (this.place === 'group'
        ? this.change(model, bench, 'channels.deleteMessages', { channel: bench.inputChannel(this.who), id })
        : this.change(model, bench, 'messages.deleteMessages', { id, revoke: this.revoke || undefined }));
      expect(answer['pts_count']).toBe(picked.size);
      bench.replica(this.session).drop(boxOf(this.who, this.place), id);
    });
  }
}

class Forward extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly to: Place,
    private readonly which: readonly number[],
  ) {
    super(session, place);
  }

  protected override isPossible(model: Readonly<Model>): boolean {
    return this.pick(model, 0) !== undefined;
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const picked = this.which.flatMap((which) => [this.pick(model, which) ?? []].filter(isPair));
    const random_id = picked.map(() => bench.freshRandomId());
    for (const [index, [, note]] of picked.entries()) {
      const origin = note.origin ?? note.author;
      model.send(this.who, this.to, note.text, random_id[index] ?? 0n, { origin });
    }
    await this.change(model, bench, 'messages.forwardMessages', {
      from_peer: this.peer(bench),
      to_peer: bench.input(this.who, this.to),
      id: picked.map(([id]) => id),
      random_id,
    });
  }
}

class Read extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly which: number,
  ) {
    super(session, place);
  }

  protected override isPossible(model: Readonly<Model>): boolean {
    return this.pick(model, this.which) !== undefined;
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const [max_id] = this.pick(model, this.which) ?? [0];
    model.read(this.who, this.place, max_id);
    if (this.place === 'group') {
      await bench.call(model, this.session, 'channels.readHistory', {
        channel: bench.inputChannel(this.who),
        max_id,
      });
    } else {
      await this.change(model, bench, 'messages.readHistory', { peer: this.peer(bench), max_id });
    }
    const { reading } = bench.replica(this.session);
    const key = `in ${this.place}`;
    reading.set(key, Math.max(max_id, reading.get(key) ?? 0));
  }
}

class Look extends Step {
  protected act(model: Model, bench: Bench): Promise<void> {
    return bench.compareAnswers(model, this.session);
  }
}

class Leave extends Step {
  protected async act(model: Model): Promise<void> {
    model.offline.add(this.session);
  }
}

class Return extends Step {
  override async check(model: Readonly<Model>): Promise<boolean> {
    return model.offline.has(this.session);
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    model.offline.delete(this.session);
    await bench.catchUp(model, this.session);
  }
}

function isPair(value: readonly unknown[]): value is [number, Note] {
  return value.length === 2;
}

async function meets(refused: Refused | undefined, call: () => Promise<unknown>): Promise<void> {
  let met = 'no error';
  try {
    await call();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    met = `${error.code} ${error.text}`;
  }
  expect(met).toBe(refused?.error ?? 'no error');
}

/** The kinds of steps. */
export const KINDS = [Send, Edit, Delete, Forward, Read, Look, Leave, Return].map(({ name }) => name);

/** Runs of up to `length` steps. */
export function runs(length: number): fc.Arbitrary<Iterable<Command>> {
  const session = fc.nat(HOLDERS.length - 1);
  const place = fc.constantFrom(...PLACES);
  const which = fc.nat(15);
  const some = fc.array(which, { minLength: 1, maxLength: 3 });
  const text = fc.constantFrom('a', 'b', 'c', 'a longer text');
  const randomId = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
  const reply = fc.option(which, { freq: 3 });
  const send = fc.tuple(session, place, text, randomId, reply).map((args) => new Send(...args));
  const edit = fc.tuple(session, place, which, text).map((args) => new Edit(...args));
  const forward = fc.tuple(session, place, place, some).map((args) => new Forward(...args));
  const read = fc.tuple(session, place, which).map((args) => new Read(...args));
  const comeBack = fc.tuple(session, place).map((args) => new Return(...args));
  return fc.commands<Model, Bench, true>(
    // As often as each is listed.
    [
      send,
      send,
      send,
      send,
      edit,
      edit,
      forward,
      forward,
      read,
      read,
      comeBack,
      comeBack,
      fc.tuple(session, place, some, fc.boolean()).map((args) => new Delete(...args)),
      fc.tuple(session, place).map((args) => new Look(...args)),
      fc.tuple(session, place).map((args) => new Leave(...args)),
    ],
    { maxCommands: length, size: 'max' },
  );
}
