/** The doctor on state, write policy and pace: each thing shown wrong, with the very step that mends it. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPhrase } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageAll } from '../support/damage.js';
import { examine, follow } from '../support/doctor.js';
import { openHouse, PHRASE, type House } from '../support/house.js';
import { PERSON } from '../support/small-world.js';
import { approve, execute, preview } from '../support/writing.js';

let house: House;
let state: string;
beforeEach(async () => {
  house = await openHouse();
  state = join(house.dir, 'state', String(PERSON.id));
});
afterEach(async () => {
  await house.close();
});

/** One message is sent, or refused as the emulator is told to. */
async function write(changes: Record<string, string> = {}): Promise<void> {
  const agent = await house.start('actions', changes);
  const shown = await preview(agent);
  await approve(house, shown);
  await house.passTime(2);
  await execute(agent, shown['approval_code']);
  await agent.close();
}

describe('the doctor on state', () => {
  it('names damage with the command that mends it, sets nothing aside, and counts what is left of the day', async () => {
    await write();
    const whole = await examine(house);
    expect(whole.of('state')).toMatchObject([{ verdict: 'ok' }]);
    expect(whole.of('pacing').at(-1)).toEqual({
      verdict: 'ok',
      says: 'account 7001: left within 24 hours: 20 of 20 messages to people, 29 of 30 to groups, 20 of 20 joins',
    });
    await damageAll(state, 'quotas', 'changed in one byte');
    const names = await readdir(state, { recursive: true });
    const damaged = await examine(house);
    expect(damaged.code).toBe(1);
    expect(damaged.of('state')).toMatchObject([
      {
        verdict: 'bad',
        says: expect.stringContaining('its checksum does not match'),
        next: 'tgmcp state repair --previous 7001/quotas/group_5fmsg',
      },
    ]);
    expect(await readdir(state, { recursive: true })).toEqual(names);
    await follow(house, damaged.of('state')[0]);
    expect((await examine(house)).of('state')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('names what is learnt again, what is lost, and what was left', async () => {
    await write();
    await damageAll(state, 'peers', 'emptied');
    await damageAll(state, 'attempt-ends', 'cut short');
    const left = join(state, 'peers', '.new-0000000000000001');
    await mkdir(left, { mode: 0o700 });
    await utimes(left, 0, 0);
    const found = (await examine(house)).of('state');
    expect(
      new Set(found.map(({ verdict, next }) => `${verdict} ${next?.replace(/-ends\/.*/u, '-ends/')}`)),
    ).toEqual(
      new Set([
        'bad tgmcp state repair --forget 7001/attempt-ends/',
        'bad tgmcp state repair',
        'warn tgmcp state repair',
      ]),
    );
    expect(found.find(({ next }) => next?.includes('--forget'))?.says).toContain('look into the chat before');
    for (const one of found) await follow(house, one);
    expect((await examine(house)).of('state')).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('the doctor on the write policy', () => {
  it('sees each weakness with its way out, and the override', async () => {
    const weak = {
      TG_ACTIONS_ALLOWED_GROUPS: '',
      TG_ACTIONS_CONFIRMATION_PHRASE: '',
      TG_ACTIONS_IDEMPOTENCY_ENABLED: '0',
    };
    const closed = await examine(house, weak);
    expect(closed.of('write policy').map(({ verdict }) => verdict)).toEqual(['bad', 'bad', 'bad']);
    expect(closed.of('write policy')[0]).toMatchObject({
      says: 'TG_ACTIONS_ALLOWED_GROUPS is empty, so nothing is written',
      next: expect.stringMatching(/^tgmcp allow, /u),
    });
    expect(closed.of('write policy')[1]?.next).toBe('tgmcp phrase --write');
    expect(closed.of('write policy')[2]?.next).toContain('take TG_ACTIONS_IDEMPOTENCY_ENABLED out of');
    const open = await examine(house, { ...weak, TG_ACTIONS_UNSAFE_OVERRIDE: '1' });
    expect(open.of('write policy').at(-1)).toMatchObject({
      verdict: 'bad',
      says: expect.stringContaining('TG_ACTIONS_UNSAFE_OVERRIDE is 1'),
    });
    expect(open.of('write policy')[0]?.says).toContain('writing goes on all the same');
    const off = await examine(house, { ...weak, TG_ACTIONS_ENABLED: '0' });
    expect(off.of('write policy')).toEqual([{ verdict: 'ok', says: 'writing is off (TG_ACTIONS_ENABLED)' }]);
  });

  it('sees a phrase that can be read, whose hash mends it, and a channel without a person', async () => {
    const plain = await examine(house, { TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    expect(plain.of('write policy')).toMatchObject([
      { verdict: 'warn', next: expect.stringContaining('tgmcp phrase') },
      { verdict: 'warn', says: expect.stringContaining('can send without a person') },
    ]);
    await follow(house, plain.of('write policy')[0], {}, `${PHRASE}\n`);
    const hashed = await examine(house, { TG_ACTIONS_CONFIRMATION_PHRASE: '' });
    expect(hashed.of('write policy')).toEqual([{ verdict: 'ok', says: 'writing is on, behind every gate' }]);
  });

  it('says of a public phrase one thing, and that all writing is stopped', async () => {
    const known = await examine(house, { TG_ACTIONS_CONFIRMATION_PHRASE: 'APPROVE' });
    expect(known.of('write policy')).toMatchObject([
      { verdict: 'bad', next: 'tgmcp phrase --write --overwrite' },
    ]);
    const changes = { TG_ACTIONS_CONFIRMATION_PHRASE: hashPhrase(PHRASE) };
    await house.operator(['stop-writes']);
    const stopped = await examine(house, changes);
    expect(stopped.of('write policy')).toMatchObject([
      { verdict: 'warn', says: expect.stringContaining('all writing is stopped') },
    ]);
    expect(await follow(house, stopped.of('write policy')[0])).toMatchObject({ code: 0 });
    expect((await examine(house, changes)).of('write policy')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees a hash that was cut', async () => {
    const cut = hashPhrase(PHRASE).slice(0, -1);
    expect((await examine(house, { TG_ACTIONS_CONFIRMATION_PHRASE: cut })).of('write policy')).toMatchObject([
      { verdict: 'bad', next: expect.stringContaining('tgmcp phrase') },
    ]);
  });
});

describe('the doctor on the pace', () => {
  it('sees a rate that is risky, a budget of each process, and none', async () => {
    const file = join(house.dir, 'env');
    for (const [changes, next] of [
      [{}, `put RATE_RPS=4 into ${file}`],
      [{ TG_GLOBAL_RPS_MODE: 'off' }, `put TG_GLOBAL_RPS_MODE=shared into ${file}`],
      [{ RATE_RPS: '4', TG_GLOBAL_RPS_MODE: 'local' }, `put TG_GLOBAL_RPS_MODE=shared into ${file}`],
    ] as const) {
      expect((await examine(house, changes)).of('pacing')).toMatchObject([{ verdict: 'warn', next }]);
    }
    await writeFile(file, 'RATE_RPS=4\n');
    expect((await examine(house, { RATE_RPS: '' })).of('pacing')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees a wait that Telegram asked for with its seconds, and a quota that is used up', async () => {
    const careful = { RATE_RPS: '4', MAX_GROUP_MSGS_PER_DAY: '1' };
    await write(careful);
    const agent = await house.start('read', careful);
    house.emulator.faults.add({
      method: '*',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_5000',
      times: 1,
    });
    await agent.call('tg_get_my_dialogs');
    const [wait, quota] = (await examine(house, careful)).of('pacing');
    expect(wait).toMatchObject({
      verdict: 'warn',
      says: expect.stringMatching(/no call is made for (49\d\d|5000) s more/u),
    });
    expect(quota).toMatchObject({ verdict: 'warn', says: 'account 7001: used up for today: group_msg' });
    await house.passTime(86_401);
    expect((await examine(house, careful)).of('pacing').map(({ verdict }) => verdict)).toEqual(['ok']);
  });

  it('sees that Telegram has stopped writing, and unlatching lets it go on', async () => {
    house.emulator.faults.add({
      method: 'messages.sendMessage',
      kind: 'error',
      code: 400,
      message: 'PEER_FLOOD',
      times: 1,
    });
    await write({ RATE_RPS: '4' });
    const [latched] = (await examine(house, { RATE_RPS: '4' })).of('pacing');
    expect(latched).toMatchObject({ verdict: 'bad', next: 'tgmcp unlatch, once you know why it happened' });
    expect(await follow(house, latched)).toMatchObject({ code: 0 });
    expect((await examine(house, { RATE_RPS: '4' })).of('pacing').map(({ verdict }) => verdict)).toEqual([
      'ok',
    ]);
  });
});
