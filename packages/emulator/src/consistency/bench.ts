/* For the emulator's own tests: the emulator's side of a run, with the sessions that listen to it. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { isObject, numberOf, objectOf, objectsOf } from '../services/common/fields.js';
import { TestSession } from '../services/common/test-call.js';
import type { TlObject, TlValue } from '../tl/value.js';
import type { PeerRef } from '../world/model.js';
import { createWorld } from '../world/world.js';
import { boxOf, other, PLACES, type Model, type Place, type Who } from './model.js';
import { IDS, Replica } from './replica.js';

/** Who holds each session: Ann two, Bob one. */
export const HOLDERS: readonly Who[] = ['ann', 'ann', 'bob'];

type Fields = Readonly<Record<string, TlValue>>;

/** A world of two accounts that share chats, their sessions, and what each session knows. */
export class Bench {
  readonly world = twoPeople();
  readonly sessions = HOLDERS.map((who, index) => new TestSession(this.world, IDS[who], `aa${index}`));
  readonly replicas: readonly Replica[];
  /** How many steps were done, by kind. */
  readonly done = new Map<string, number>();
  #randomId = 1_000_000n;

  constructor() {
    this.replicas = HOLDERS.map((who) => new Replica(who, this.#pts(who), this.#pts('group')));
  }

  /** A random_id that no call had before. */
  freshRandomId(): bigint {
    this.#randomId += 1n;
    return this.#randomId;
  }

  input(who: Who, place: Place): TlObject {
    const peers: Record<Place, PeerRef> = {
      private: { kind: 'user', id: IDS[other(who)] },
      notes: { kind: 'user', id: IDS[who] },
      club: { kind: 'chat', id: IDS.club },
      group: { kind: 'channel', id: IDS.group },
    };
    return this.session(HOLDERS.indexOf(who)).input(peers[place]);
  }

  inputChannel(who: Who): TlObject {
    return { ...this.input(who, 'group'), _: 'inputChannel' };
  }

  /** Calls as a session; what was pushed reaches the other sessions that are online. */
  async call(model: Model, index: number, method: string, fields: Fields): Promise<TlValue> {
    const session = this.session(index);
    try {
      return await session.value(method, fields);
    } finally {
      for (const { userId, updates } of session.pushed.splice(0))
        this.#deliver(model, index, userId, updates);
    }
  }

  /** The same, for a method that answers with an object. */
  async ask(model: Model, index: number, method: string, fields: Fields): Promise<TlObject> {
    const answer = await this.call(model, index, method, fields);
    if (!isObject(answer)) throw new Error(`${method} did not answer with an object`);
    return answer;
  }

  session(index: number): TestSession {
    const session = this.sessions[index];
    if (session === undefined) throw new Error(`no session ${index}`);
    return session;
  }

  replica(index: number): Replica {
    const replica = this.replicas[index];
    if (replica === undefined) throw new Error(`no replica ${index}`);
    return replica;
  }

  /** Everybody who is online knows what the model says. */
  compareReplicas(model: Model): void {
    for (const [index, replica] of this.replicas.entries()) {
      if (model.offline.has(index)) continue;
      const { who } = replica;
      const known = PLACES.map((place) => ({
        messages: replica.seen(place),
        readIn: replica.reading.get(`in ${place}`) ?? 0,
        readOut: replica.reading.get(`out ${place}`) ?? 0,
      }));
      const expected = PLACES.map((place) => {
        const { readIn, readOut } = model.reading(who, place);
        return { messages: model.seen(who, place), readIn, readOut };
      });
      agree(
        [replica.pts[who], replica.pts.group, known],
        [model.boxes[who].pts, model.boxes.group.pts, expected],
      );
    }
  }

  /** What the emulator answers is what the model says. */
  async compareAnswers(model: Model, index: number): Promise<void> {
    const { who } = this.replica(index);
    const state = await this.ask(model, index, 'updates.getState', {});
    expect(state['pts']).toBe(model.boxes[who].pts);
    for (const place of PLACES) {
      const peer = this.input(who, place);
      const page = await this.history(model, index, place);
      const seen = page.map((message) => this.replica(index).read(message));
      agree(seen, model.seen(who, place).toReversed());
      const peers = [{ _: 'inputDialogPeer', peer }];
      const { dialogs } = await this.ask(model, index, 'messages.getPeerDialogs', { peers });
      const expected = model.reading(who, place);
      expect((dialogs as TlObject[])[0]).toMatchObject({
        top_message: model.notes(who, place).at(-1)?.[0] ?? 0,
        unread_count: expected.unread,
        read_inbox_max_id: expected.readIn,
        read_outbox_max_id: expected.readOut,
        pts: boxOf(who, place) === 'group' ? model.boxes.group.pts : undefined,
      });
    }
  }

  async history(model: Model, index: number, place: Place): Promise<readonly TlObject[]> {
    const { who } = this.replica(index);
    const answer = await this.ask(model, index, 'messages.getHistory', {
      peer: this.input(who, place),
      offset_id: 0,
      offset_date: 0,
      add_offset: 0,
      limit: 100,
      max_id: 0,
      min_id: 0,
      hash: 0n,
    });
    return objectsOf(answer, 'messages');
  }

  /** Asks for what was missed, as a client does after a pause. */
  async catchUp(model: Model, index: number): Promise<void> {
    const replica = this.replica(index);
    for (;;) {
      const pts = replica.pts[replica.who];
      const answer = await this.ask(model, index, 'updates.getDifference', { pts, date: 1, qts: 0 });
      if (answer._ === 'updates.differenceEmpty') break;
      const state = objectOf(answer, 'state') ?? objectOf(answer, 'intermediate_state');
      if (state === undefined) throw new Error(`${answer._} although nothing was written before`);
      for (const message of objectsOf(answer, 'new_messages')) replica.store(message);
      replica.follow(objectsOf(answer, 'other_updates'), replica.who, numberOf(state, 'pts'));
      if (answer._ === 'updates.difference') break;
    }
    await this.#catchUpGroup(model, index);
  }

  async #catchUpGroup(model: Model, index: number): Promise<void> {
    const replica = this.replica(index);
    for (;;) {
      const answer = await this.ask(model, index, 'updates.getChannelDifference', {
        channel: this.inputChannel(replica.who),
        filter: { _: 'channelMessagesFilterEmpty' },
        pts: replica.pts.group,
        // So little that a client must often ask again.
        limit: 3,
      });
      if (answer._ === 'updates.channelDifferenceTooLong') throw new Error('too long although all was live');
      if (answer._ === 'updates.channelDifference') {
        for (const message of objectsOf(answer, 'new_messages')) replica.store(message);
        replica.follow(objectsOf(answer, 'other_updates'), 'group', numberOf(answer, 'pts'));
      }
      if (answer['final'] === true) break;
    }
    // Read marks of channels count in no pts: a client asks for the dialog.
    const peers = [{ _: 'inputDialogPeer', peer: this.input(replica.who, 'group') }];
    const { dialogs } = await this.ask(model, index, 'messages.getPeerDialogs', { peers });
    const dialog = (dialogs as TlObject[])[0];
    if (dialog === undefined) throw new Error('no dialog');
    replica.reading.set('in group', numberOf(dialog, 'read_inbox_max_id'));
    replica.reading.set('out group', numberOf(dialog, 'read_outbox_max_id'));
  }

  #deliver(model: Model, caller: number, userId: bigint, updates: TlObject): void {
    for (const [index, replica] of this.replicas.entries()) {
      if (index === caller || model.offline.has(index) || IDS[replica.who] !== userId) continue;
      replica.take(updates);
    }
  }

  #pts(box: Who | 'group'): number {
    return box === 'group'
      ? (this.world.channels.get(IDS.group)?.pts ?? 0)
      : (this.world.accounts.get(IDS[box])?.pts ?? 0);
  }
}

/** As `toEqual`, which is slow where there is no difference to show. */
function agree(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function twoPeople() {
  const world = createWorld();
  world.addAccount({ id: IDS.ann, phone: '+15550001', firstName: 'Ann' });
  world.addAccount({ id: IDS.bob, phone: '+15550002', firstName: 'Bob' });
  world.addBasicGroup({ id: IDS.club, title: 'Club', creator: IDS.ann, members: [IDS.bob] });
  world.addSupergroup({ id: IDS.group, title: 'Group', creator: IDS.bob, members: [IDS.ann] });
  return world;
}
