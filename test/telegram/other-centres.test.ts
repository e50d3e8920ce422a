import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchPart, findFile, telegramLibrary, type AccountServices, type RemoteFile } from '@tgmcp/core';
import { makeDocument, type World } from '@tgmcp/emulator';
import { GROUP, PERSON, smallWorld } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

/* Files that lie in another data centre: the way there carries nothing but parts of files. */

const FILE = makeDocument({
  id: 77n,
  date: 5,
  dc: 4,
  content: { seed: 7, size: 700_000 },
  mimeType: 'video/mp4',
});

function farWorld(): World {
  const world = smallWorld();
  const peer = { kind: 'channel', id: GROUP.bare } as const;
  world.addMessage({ peer, from: PERSON.id, date: 9, id: 900, media: FILE });
  return world;
}

let bench: Bench;
let on: AccountServices;
let file: RemoteFile;
beforeAll(async () => {
  bench = await openBench(farWorld);
  on = await bench.open('read', { TG_CALL_DEADLINE_SEC: '15' });
  const peer = await on.telegram.peers.resolve(`@${GROUP.username}`);
  if (!peer.ok) throw new Error(peer.refusal.message);
  const found = await findFile(on.telegram, peer.value, { message: 900 }, undefined, {});
  if (!found.ok) throw new Error(found.refusal.message);
  file = found.value;
});
afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});
afterAll(() => bench.close());

const since = (from: number) =>
  bench.emulator.calls.all
    .slice(from)
    .filter(({ method }) => method !== 'help.getConfig')
    .map(({ dc, method }) => `${dc} ${method}`);
const CARRIED = ['2 auth.exportAuthorization', '4 auth.importAuthorization'];

describe('another data centre', () => {
  it('is asked for a part as soon as the login is carried over, once for all who wait', async () => {
    const from = bench.emulator.calls.next;
    const parts = await Promise.all([0, 524_288].map((offset) => fetchPart(on.telegram, file, offset, {})));
    expect(parts.map((part) => part.ok && part.value.length)).toEqual([524_288, 700_000 - 524_288]);
    expect(since(from)).toEqual([...CARRIED, '4 upload.getFile', '4 upload.getFile']);
  });

  it('is found by what the nearer one says, when nothing else is known of it', async () => {
    const from = bench.emulator.calls.next;
    const part = await fetchPart(on.telegram, { ...file, dc: 2 }, 0, {});
    expect(part.ok && part.value.length).toBe(524_288);
    expect(since(from)).toEqual(['2 upload.getFile', '4 upload.getFile']);
  });

  it('that has forgotten the login gets it again, and the session is not given up', async () => {
    const fault = {
      method: 'upload.getFile',
      kind: 'error',
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    } as const;
    bench.emulator.faults.add(fault);
    const from = bench.emulator.calls.next;
    const part = await fetchPart(on.telegram, file, 0, {});
    expect(part.ok && part.value.length).toBe(524_288);
    expect(since(from)).toEqual(['4 upload.getFile', ...CARRIED, '4 upload.getFile']);
    expect(await on.telegram.status()).toMatchObject({ authorized: 'yes' });
    expect(await on.telegram.account()).toMatchObject({ ok: true });
  });

  it('that does not exist is no connection, and says so', async () => {
    const part = await fetchPart(on.telegram, { ...file, dc: 9 }, 0, { deadlineMs: 500 });
    expect(part).toMatchObject({ ok: false, refusal: { code: 'DISCONNECTED' } });
  });

  it('gets no other method, though it may be read at home, and the login goes nowhere by itself', async () => {
    const { Api } = telegramLibrary();
    const from = bench.emulator.calls.next;
    const read = await on.telegram.call(new Api.updates.GetState(), { dc: 4 });
    const data = { method: 'updates.getState', why: 'not listed', reached_wire: false };
    expect(read).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED', data } });
    for (const [request, method] of [
      [new Api.auth.ExportAuthorization({ dcId: 4 }), 'auth.exportAuthorization'],
      [
        new Api.auth.ImportAuthorization({
          id: telegramLibrary().helpers.returnBigInt(1),
          bytes: Buffer.alloc(8),
        }),
        'auth.importAuthorization',
      ],
    ] as const) {
      for (const options of [{}, { dc: 4 }]) {
        const why = { method, why: 'not listed', reached_wire: false };
        expect(await on.telegram.call(request, options)).toMatchObject({
          ok: false,
          refusal: { code: 'WRITE_BLOCKED', data: why },
        });
      }
    }
    expect(since(from)).toEqual([]);
  });
});
