import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../server/emulator.js';
import type { Emulator } from '../server/emulator.js';
import { createWorld } from '../world/world.js';
import { startControl } from './server.js';
import type { Control } from './server.js';

let emulator: Emulator;
let control: Control;

beforeAll(async () => {
  emulator = await startEmulator({ world: () => createWorld(), dcs: 1 });
  control = await startControl(emulator);
});
afterAll(async () => {
  await control.stop();
  await emulator.stop();
});

async function floods(method: string, body?: unknown): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${control.url}/floods`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
}

it('sets rates, own or usual ones, and DELETE takes them away', async () => {
  const rates = [{ method: 'messages.*', per_second: 0.5, burst: 3 }];
  expect((await floods('POST', { rates })).answer).toEqual({ rates });
  expect(emulator.floods.rates).toEqual([{ method: 'messages.*', perSecond: 0.5, burst: 3 }]);
  await floods('POST', { usual: true });
  expect(emulator.floods.rates.length).toBeGreaterThan(10);
  expect((await floods('DELETE')).answer).toEqual({ rates: [] });
  expect(emulator.floods.rates).toEqual([]);
});

it('refuses what is no method and no rate, and changes nothing', async () => {
  const wrong = [
    { method: 'messages.sendAll', per_second: 1, burst: 1 },
    { method: 'messages.sendMessage', per_second: 0, burst: 1 },
  ];
  expect(await floods('POST', { rates: wrong })).toMatchObject({
    status: 400,
    answer: { error: expect.stringContaining('the body') },
  });
  expect(emulator.floods.rates).toEqual([]);
});
