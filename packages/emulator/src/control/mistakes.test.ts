import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../server/emulator.js';
import type { Emulator } from '../server/emulator.js';
import { makePhoto } from '../world/files.js';
import { createWorld } from '../world/world.js';
import { startControl } from './server.js';
import type { Control } from './server.js';

const ANN = 11n;
const photo = makePhoto({ id: 77n, date: 1, width: 10, height: 10, content: { seed: 1, size: 500 } });
const other = makePhoto({ id: 78n, date: 1, width: 10, height: 10, content: { seed: 2, size: 500 } });
let emulator: Emulator;
let control: Control;

beforeAll(async () => {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+1555', firstName: 'Ann', photo, earlierPhotos: [other] });
  emulator = await startEmulator({ world, dcs: 1 });
  control = await startControl(emulator);
});
afterAll(async () => {
  await control.stop();
  await emulator.stop();
});

async function post(path: string, body: unknown): Promise<[number, unknown]> {
  const response = await fetch(`${control.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return [response.status, await response.json()];
}

describe('a mistake at the control address', () => {
  it.each([
    ['/faults', {}, 400, 'must be a list of faults, like [{'],
    ['/faults', [{ method: '*', kind: 'silence', time: 2 }], 400, 'time: unknown; there is method, account,'],
    ['/faults', [{ method: '*', kind: 'silence', account: '99' }], 404, 'no account 99; GET /state lists'],
    ['/sessions', { end: 'revoked', account: '99' }, 404, 'no account 99; GET /state lists'],
    ['/connections', { drop: true, account: '99' }, 404, 'no account 99; GET /state lists'],
    ['/connections', { refuse: -5 }, 400, 'give {"refuse": CODE, "times": 1} with one of -'],
    ['/floods', { unusual: true }, 400, 'give {"usual": true}, or {"rates": [{'],
    ['/floods', { rates: [{ method: 'x.y', per_second: 1, burst: 1 }] }, 400, 'rates.0.method: is no method'],
    ['/reset', { keep: true }, 400, 'keep: unknown; there is keep_auth'],
    ['/files', {}, 400, 'expire_references: '],
    ['/files', { expire_references: true, id: '5' }, 404, 'no file 5; a message shows the id'],
  ])('%s %j is told what would be right', async (path, body, status, reason) => {
    expect(await post(path, body)).toEqual([status, { error: expect.stringContaining(reason) }]);
    expect(emulator.faults.pending).toEqual([]);
    expect(emulator.floods.rates).toEqual([]);
  });
});

it('POST /files makes the references to one file expire, or to all', async () => {
  const references = () => [photo, other].map(({ id }) => emulator.world.files.get(id)?.fileReference);
  const before = references();
  expect(await post('/files', { expire_references: true, id: '77' })).toEqual([200, { expired: 1 }]);
  const after = references();
  expect(after[0]).not.toEqual(before[0]);
  expect(after[1]).toEqual(before[1]);
  expect(await post('/files', { expire_references: true })).toEqual([200, { expired: 2 }]);
  expect(references()[1]).not.toEqual(after[1]);
});
