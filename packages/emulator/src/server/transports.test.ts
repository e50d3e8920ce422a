import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codecFor } from '../tl/codec.js';
import { GZIP_PACKED } from '../tl/decode.js';
import { TlWriter } from '../tl/writer.js';
import { isResultOf } from './raw-client.js';
import { RAW_TRANSPORTS } from './raw-transport.js';
import { STATE, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

const MANY_USERS = { _: 'users.getUsers', id: [] };
let bench: Bench;

beforeAll(async () => {
  const users = Array.from({ length: 2000 }, (_item, id) => ({ _: 'userEmpty', id: BigInt(id) }));
  bench = await startBench({ handlers: { 'users.getUsers': () => users } });
});

afterEach(() => {
  bench.hangUp();
  expect(bench.emulator.protocolErrors).toEqual([]);
});

afterAll(async () => {
  await bench.emulator.stop();
});

function packed(body: Uint8Array): Buffer {
  const writer = new TlWriter();
  writer.uint(GZIP_PACKED);
  writer.bytes(gzipSync(body));
  return writer.finish();
}

describe.each(RAW_TRANSPORTS)('over the %s transport', (transport) => {
  it('a client calls, also in pieces of one byte, and packed', async () => {
    const client = await bench.connect({ transport });
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({ _: 'updates.state' });
    client.sendPieces(1);
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({ _: 'updates.state' });
    const call = client.message(packed(codecFor().encode.object(STATE)), true);
    expect(await client.result(call, 'updates.getState')).toMatchObject({ _: 'updates.state' });
  });

  it('long answers come packed, and quick acknowledgements at once where they are asked for', async () => {
    const client = await bench.connect({ transport });
    const call = client.call(MANY_USERS, { quickAck: true });
    expect(await client.result(call, 'users.getUsers')).toHaveLength(2000);
    const [answer] = client.received.filter((one) => isResultOf(one, call));
    expect(answer?.object['zipped']).toBe(true);
    expect(client.quickAcks).toEqual(transport === 'full' ? [] : [client.lastToken]);
  });

  it('a client of an unknown key is told so', async () => {
    const client = await bench.connect({ transport });
    bench.emulator.keys.forget(bench.emulator.keys.of().at(-1)?.id ?? '');
    client.call(STATE);
    await client.end();
    expect(client.transportErrors).toEqual([-404]);
  });
});
