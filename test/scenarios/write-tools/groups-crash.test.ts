/**
 * A process that makes a group dies at each of its steps on disk and on the wire, before or after the step took effect;
 * another one goes on with what is on record. One group is made at most, and nobody is put into it twice.
 */
import { createMemoryStore, systemClock } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../packages/tgmcp-actions/src/actions/action.js';
import type { Intent } from '../../../packages/tgmcp-actions/src/journal/records.js';
import { stepsOf } from '../../../packages/tgmcp-actions/src/journal/steps.js';
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { createPrivateGroup } from '../../../packages/tgmcp-actions/src/tools/create-private-group.js';
import { silentFiles } from '../../../packages/tgmcp-actions/src/tools/silent-files.js';
import type { Writer } from '../../../packages/tgmcp-actions/src/telegram/writer/writer.js';
import { PERSON } from '../../support/small-world.js';
import { openBench, type Bench } from '../../telegram/bench.js';
import { Killed, Killer } from './killer.js';
import { NEWCOMERS, writeWorld } from './world.js';

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

/** One group, made by as many processes as it takes. */
function wanted() {
  groups += 1;
  const title = `Kites ${groups}`;
  const store = createMemoryStore({ clock });
  const intent = { id: 'group' } as Intent;
  const action: Action = {
    accountId: String(PERSON.id),
    verb: 'create_group',
    target: { type: 'user', id: String(PERSON.id) },
    content: { title, about: '', kind: 'supergroup', users: USERS },
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
  const find = () => spec.find(orderFor(new Killer(-1, false)), clock.now(), new Set());
  return { title, perform, find, made };
}

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
    const byHand = bench.emulator.world.addSupergroup({ title, creator: PERSON.id });
    expect(await find()).toEqual({ ok: true, value: { kind: 'not_done' } });
    expect(await perform(new Killer(-1, false))).toMatchObject(whole);
    expect(made()).toHaveLength(2);
    expect(byHand.members.has(CARL.id)).toBe(false);
  });
});
