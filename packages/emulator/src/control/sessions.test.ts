import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../server/emulator.js';
import type { Emulator } from '../server/emulator.js';
import { createWorld } from '../world/index.js';
import { startControl } from './server.js';
import type { Control } from './server.js';

const ANN = 11n;
let emulator: Emulator;
let control: Control;

beforeAll(async () => {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '1555', code: '11111', firstName: 'Ann' });
  emulator = await startEmulator({ world, dcs: 1 });
  control = await startControl(emulator);
});

afterAll(async () => {
  await control.stop();
  await emulator.stop();
});

async function ask(method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${control.url}${path}`, { method, ...sent });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

describe('sessions and connections', () => {
  it('are listed, ended, dropped and refused', async () => {
    emulator.mintSession(ANN, 1);
    const rows = async () => (await ask('GET', '/sessions')).answer['sessions'] as Record<string, unknown>[];
    const [row] = (await rows()).slice(-1);
    expect(row).toMatchObject({ dc: 1, account: '11', layer: null, connections: 0, ended: null });
    const only = { auth_key_id: row?.['auth_key_id'], end: 'banned' };
    expect((await ask('POST', '/sessions', only)).answer).toEqual({ ended: 1 });
    expect((await rows()).at(-1)).toMatchObject({ account: null, ended: 'USER_DEACTIVATED_BAN' });
    expect((await ask('POST', '/connections', { refuse: -429, times: 3 })).answer).toEqual({ refusing: 3 });
    expect((await ask('POST', '/connections', { refuse: -429, times: 0 })).answer).toEqual({ refusing: 0 });
    expect((await ask('POST', '/connections', { drop: true, account: '11' })).answer).toEqual({
      dropped: true,
    });
  });

  it.each([
    ['/sessions', { end: 'gone' }, 'end'],
    ['/sessions', {}, 'end'],
    ['/sessions', { end: 'revoked', account: 'ann' }, 'account: must be a user id'],
    ['/sessions', { end: 'revoked', auth_key_id: '12' }, 'auth_key_id: must be 16 hexadecimal digits'],
    ['/connections', { refuse: 5 }, 'the body'],
    ['/connections', { drop: false }, 'the body'],
  ])('%s refuses %j', async (path, body, reason) => {
    const { status, answer } = await ask('POST', path, body);
    expect([status, answer['error']]).toEqual([400, expect.stringContaining(reason)]);
  });
});
