/* For the emulator's own tests: reading, pinning, looking, going away and coming back. */
import type { Bench } from './bench.js';
import type { Model, Place } from './model.js';
import { meets, Step } from './step.js';

/** Marks a chat as read. */
export class Read extends Step {
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

/** Pins or unpins a message. */
export class Pin extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly which: number,
    private readonly unpin: boolean,
    private readonly oneSided: boolean,
  ) {
    super(session, place);
  }

  protected override isPossible(model: Readonly<Model>): boolean {
    return this.pick(model, this.which) !== undefined;
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    const [id, note] = this.pick(model, this.which) ?? [0, undefined];
    const refused = note === undefined ? undefined : model.pin(this.who, note, this.unpin, this.oneSided);
    await meets(refused, () =>
      this.change(model, bench, 'messages.updatePinnedMessage', {
        peer: this.peer(bench),
        id,
        unpin: this.unpin || undefined,
        pm_oneside: this.oneSided || undefined,
      }),
    );
  }
}

/** Asks the emulator for all there is. */
export class Look extends Step {
  protected act(model: Model, bench: Bench): Promise<void> {
    return bench.compareAnswers(model, this.session);
  }
}

/** Loses the connection. */
export class Leave extends Step {
  protected async act(model: Model): Promise<void> {
    model.offline.add(this.session);
  }
}

/** Connects again and catches up. */
export class Return extends Step {
  override async check(model: Readonly<Model>): Promise<boolean> {
    return model.offline.has(this.session);
  }

  protected async act(model: Model, bench: Bench): Promise<void> {
    model.offline.delete(this.session);
    await bench.catchUp(model, this.session);
  }
}
