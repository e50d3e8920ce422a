/**
 * A process that makes a group dies at each of its steps on disk and on the wire, before or after the step took effect;
 * another one goes on with what is on record. One group is made at most, and nobody is put into it twice.
 */
import { createMemoryStore, systemClock } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../packages/tgmcp-actions/src/actions/action.js';
import type { MadeByOthers } from '../../../packages/tgmcp-actions/src/gates/spec.js';
import type { Intent } from '../../../packages/tgmcp-actions/src/journal/records.js';
import { stepsOf } from '../../../packages/tgmcp-actions/src/journal/steps.js';
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { createPrivateGroup } from '../../../packages/tgmcp-actions/src/tools/create-private-group.js';
import { silentFiles } from '../../../packages/tgmcp-actions/src/tools/silent-files.js';
import type { Writer } from '../../../packages/tgmcp-actions/src/telegram/writer/writer.js';
import { FRIEND, PERSON } from '../../support/small-world.js';
import { openBench, type Bench } from '../../telegram/bench.js';
import { Killed, Killer } from './killer.js';
import { marked, NEWCOMERS, writeWorld } from './world.js';

const [CARL, DORA, SHY] = NEWCOMERS;
const USERS = [CARL, DORA, SHY].map(({ id }) => String(id));

let bench: Bench;
let writer: Writer;
let door: ApprovedWrites;
const clock = systemClock();

beforeAll(async () => {
  bench = await openBench(writeWorld);
  const { telegram } = await bench.open('actions', { TG_GLOBAL_RPS_MODE: 'off', TG_CALL_DEADLINE_SEC: '30' });
  door = unlockWrites(telegram, WRITE_METHODS);
  writer = { ...telegram, files: silentFiles(), look: telegram.call };
  for (const { username } of NEWCOMERS) {
    expect(await writer.peers.resolve(`@${username}`)).toMatchObject({ ok: true });
  }
});
afterAll(async () => {
  expect(bench.emulator.unimplemented).toEqual([]);
  await bench.close();
});

let groups = 0;
const nobodyElse = async (): Promise<MadeByOthers> => ({ known: new Set(), unnamed: [] });

/** One group, made by as many processes as it takes. */
function wanted(kind: 'basic' | 'supergroup' = 'supergroup') {
  groups += 1;
  const title = `Kites ${groups}`;
  const store = createMemoryStore({ clock });
  const intent = { id: 'group' } as Intent;
  const action: Action = {
    accountId: String(PERSON.id),
    verb: 'create_group',
    target: { type: 'user', id: String(PERSON.id) },
    content: { title, about: '', kind, users: USERS },
    options: {},
    forceResend: false,
  };
  const spec = createPrivateGroup.onAccount(writer);
  const orderFor = (killer: Killer) => {
    const target = { id: String(PERSON.id), kind: 'user', title: 'Ann' } as const;
    return { action, target, randomIds: [], steps: stepsOf(killer.store(store), clock, intent), clock };
  };
  const perform = (killer: Killer) => {
    const approved = {
      tool: 'tg_create_private_group',
      proposalId: 'p',
      methods: Object.keys(WRITE_METHODS),
    };
    return door(approved, (inner) => {
      return spec.perform(orderFor(killer), killer.caller(inner));
    });
  };
  const made = () => [...bench.emulator.world.channels.values()].filter((one) => one.title === title);
  const find = (others = nobodyElse) => spec.find(orderFor(new Killer(-1, false)), clock.now(), others);
  return { title, perform, find, made };
}

type ElsewhereKind = 'channel' | 'supergroup' | 'basic';

/** A chat of the account that was made elsewhere, with a message, without which no list shows it. */
function madeElsewhere(
  kind: ElsewhereKind,
  options: { readonly title: string; readonly date: number; readonly creator: bigint },
) {
  const { world } = bench.emulator;
  const add = { channel: 'addChannel', supergroup: 'addSupergroup', basic: 'addBasicGroup' } as const;
  const made = world[add[kind]]({ ...options, members: [PERSON.id] });
  const peer = { kind: kind === 'basic' ? 'chat' : 'channel', id: made.id } as const;
  world.addMessage({ peer, from: options.creator, date: now(), text: 'Hello' });
  return made;
}

const now = () => Math.floor(clock.now() / 1000);

const whole = {
  ok: true,
  value: {
    result: {
      not_added: [String(SHY.id)],
      invited: [{ outcome: 'added' }, { outcome: 'added' }, { outcome: 'refused' }],
    },
  },
};

describe('a group', () => {
  it('is made without a kill', async () => {
    const { perform, made } = wanted();
    const killer = new Killer(-1, false);
    expect(await perform(killer)).toMatchObject(whole);
    expect(made()).toHaveLength(1);
    expect(killer.steps).toBeGreaterThanOrEqual(12);
  });

  it('is made once, with everybody in it once, after a kill at any point', async () => {
    const counted = new Killer(-1, false);
    await wanted().perform(counted);
    let unknown = 0;
    for (let dieAt = 1; dieAt <= counted.steps; dieAt += 1) {
      for (const after of [false, true]) {
        const { perform, find, made } = wanted();
        await expect(perform(new Killer(dieAt, after))).rejects.toThrow(Killed);
        const before = made().length;
        const found = await find();
        const seen = { dieAt, after, found };
        if (found.ok && found.value === undefined) {
          // Begun, and nothing to be seen: a person must look.
          unknown += 1;
          expect({ ...seen, made: before }).toEqual({ ...seen, made: 0 });
          continue;
        }
        expect(seen).toMatchObject({ found: { ok: true, value: { kind: 'not_done' } } });
        const log = bench.emulator.calls.all.length;
        expect({ ...seen, second: await perform(new Killer(-1, false)) }).toMatchObject({ second: whole });
        expect({ ...seen, third: await perform(new Killer(-1, false)) }).toMatchObject({ third: whole });
        const [group, another] = made();
        expect(another).toBeUndefined();
        expect([CARL, DORA, SHY].map(({ id }) => group?.members.has(id))).toEqual([true, true, false]);
        const since = bench.emulator.calls.all.slice(log).map(({ method }) => method);
        expect(since.filter((one) => one === 'channels.createChannel')).toHaveLength(1 - before);
      }
    }
    // Between the record that it begins and the request, and before the request took effect.
    expect(unknown).toBe(2);
  });

  it('that was never asked for is not the one that somebody made by hand', async () => {
    const { title, find, perform, made } = wanted();
    const byHand = madeElsewhere('supergroup', { title, date: now(), creator: PERSON.id });
    expect(await find()).toEqual({ ok: true, value: { kind: 'not_done' } });
    expect(await perform(new Killer(-1, false))).toMatchObject(whole);
    expect(made()).toHaveLength(2);
    expect(byHand.members.has(CARL.id)).toBe(false);
  });

  /** What is found for one that was begun and not asked for, where this stands. */
  async function foundFor(kind: 'basic' | 'supergroup', other: ElsewhereKind, more: object = {}) {
    const { title, perform, find } = wanted(kind);
    await expect(perform(new Killer(2, false))).rejects.toThrow(Killed);
    madeElsewhere(other, { title, date: now(), creator: PERSON.id, ...more });
    return find();
  }

  it.each([
    // People have still to be invited, or their turn was when it was made.
    ['supergroup', { kind: 'not_done' }],
    ['basic', { kind: 'sent', repeated: true }],
  ] as const)('of kind %s that may have been made is one that looks like it', async (kind, value) => {
    expect(await foundFor(kind, kind)).toMatchObject({ ok: true, value });
  });

  it.each([
    ['supergroup', 'that is a channel', 'channel', {}],
    ['supergroup', 'that is a basic group', 'basic', {}],
    ['basic', 'that is a channel', 'channel', {}],
    ['basic', 'that is a supergroup', 'supergroup', {}],
    ['supergroup', 'of another title', 'supergroup', { title: 'Kites' }],
    ['supergroup', 'of somebody else', 'supergroup', { creator: FRIEND.id }],
    ['supergroup', 'that stood before', 'supergroup', { date: now() - 60 }],
  ] as const)('of kind %s that may have been made is none %s', async (kind, _, other, more) => {
    expect(await foundFor(kind, other, more)).toEqual({ ok: true, value: undefined });
  });

  it('that may have been made is none that was a basic group before, whoever made that', async () => {
    const { title, perform, find } = wanted();
    const before = madeElsewhere('basic', { title: 'Kites', date: now() - 60, creator: PERSON.id });
    await expect(perform(new Killer(2, false))).rejects.toThrow(Killed);
    const upgraded = madeElsewhere('supergroup', { title, date: now(), creator: PERSON.id });
    Object.assign(upgraded, { migratedFrom: before.id });
    expect(await find()).toEqual({ ok: true, value: undefined });
    const own = madeElsewhere('supergroup', { title, date: now(), creator: PERSON.id });
    expect(await find()).toMatchObject({ ok: true, value: { kind: 'not_done' } });
    await perform(new Killer(-1, false));
    expect([upgraded, own].map(({ members }) => members.has(CARL.id))).toEqual([false, true]);
  });

  it('that stands when others are asked after may be theirs', async () => {
    const { title, perform, find } = wanted();
    await expect(perform(new Killer(2, false))).rejects.toThrow(Killed);
    const { id, date } = madeElsewhere('supergroup', { title, date: now(), creator: PERSON.id });
    const since = bench.wire().length;
    const nothing = { ok: true, value: undefined };
    const made = date * 1000;
    for (const theirs of [
      { unnamed: [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }] },
      // Both clocks are known to five seconds.
      { unnamed: [{ fromMs: made + 5_000, toMs: Number.POSITIVE_INFINITY }] },
      { unnamed: [{ fromMs: made - 60_000, toMs: made - 5_000 }] },
      { known: new Set([Number(marked(id))]) },
    ]) {
      const others = async (): Promise<MadeByOthers> => {
        // Who asks before looking can see what somebody made in between.
        expect(bench.wire().slice(since)).toContain('messages.getDialogs');
        return { ...(await nobodyElse()), ...theirs };
      };
      expect(await find(others)).toEqual(nothing);
    }
    const unnamed = [
      { fromMs: made - 60_000, toMs: made - 5_001 },
      { fromMs: made + 5_001, toMs: Number.POSITIVE_INFINITY },
    ];
    expect(await find(async () => ({ ...(await nobodyElse()), unnamed }))).toEqual({
      ok: true,
      value: { kind: 'not_done' },
    });
    expect(await find()).toEqual({ ok: true, value: { kind: 'not_done' } });
  });
});
