/* For the emulator's own tests: sending, editing, deleting and forwarding. */
import { expect } from 'vitest';
import { objectsOf } from '../services/common/fields.js';
import type { Bench } from './bench.js';
import { boxOf, type Model, type Note, type Place } from './model.js';
import { meets, Step } from './step.js';

/** Writes a message; a random_id other than 0 may have been used before. */
export class Send extends Step {
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
    const picked = this.reply === null ? undefined : this.pick(model, this.reply);
    const target = picked?.[1].service === true ? undefined : picked;
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

/** Changes a text. */
export class Edit extends Step {
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

/** Deletes some messages, for oneself or for all. */
export class Delete extends Step {
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
    // An id that is nobody's, or comes twice, counts for nothing.
    const id = [...picked.keys(), ...picked.keys(), 77_777];
    await meets(refused, async () => {
      const answer = await (this.place === 'group'
        ? this.change(model, bench, 'channels.deleteMessages', { channel: bench.inputChannel(this.who), id })
        : this.change(model, bench, 'messages.deleteMessages', { id, revoke: this.revoke || undefined }));
      expect(answer['pts_count']).toBe(picked.size);
      bench.replica(this.session).drop(boxOf(this.who, this.place), id);
    });
  }
}

/** Passes messages on to another chat. */
export class Forward extends Step {
  constructor(
    session: number,
    place: Place,
    private readonly to: Place,
    private readonly which: readonly number[],
  ) {
    super(session, place);
  }

  protected override isPossible(model: Readonly<Model>): boolean {
    return this.which.every((which) => this.pick(model, which)?.[1].service === false);
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

function isPair(value: readonly unknown[]): value is [number, Note] {
  return value.length === 2;
}
