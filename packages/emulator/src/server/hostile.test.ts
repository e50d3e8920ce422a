import { gzipSync } from 'node:zlib';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHandshakeData } from '../mtproto/rsa.js';
import { codecFor } from '../tl/codec.js';
import { GZIP_PACKED } from '../tl/decode.js';
import { TlWriter } from '../tl/writer.js';
import { isResultOf } from './raw-client.js';
import type { RawClient } from './raw-client.js';
import { COUNTED, DC, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

/* Clients that mean harm: what they can make the emulator hold or do is bounded. */

const BIG = 900_000;
let bench: Bench;

beforeAll(async () => {
  // Random, so that it cannot be packed.
  const bytes = Uint8Array.from({ length: BIG }, () => Math.floor(Math.random() * 256));
  bench = await startBench({
    handlers: {
      'upload.getFile': () => ({ _: 'upload.file', type: { _: 'storage.filePng' }, mtime: 0, bytes }),
    },
  });
});

afterEach(() => {
  bench.hangUp();
  (bench.emulator.protocolErrors as string[]).splice(0);
});

afterAll(async () => {
  await bench.emulator.stop();
});

async function isServed(client: RawClient): Promise<boolean> {
  return client.result(client.call(STATE), 'updates.getState').then(
    () => true,
    () => false,
  );
}

function packed(body: Uint8Array): Buffer {
  const writer = new TlWriter();
  writer.uint(GZIP_PACKED);
  writer.bytes(gzipSync(body));
  return writer.finish();
}

/** A call of a method that takes one vector, of so many; `item` is the bytes of one. */
function listOf(method: string, count: number, item: Uint8Array): Buffer {
  const writer = new TlWriter();
  writer.uint(codecFor().schema.functions.get(method)?.id ?? 0);
  writer.uint(0x1cb5c415);
  writer.int(count);
  for (let n = 0; n < count; n += 1) writer.raw(item);
  return writer.finish();
}

const SELF = codecFor().encode.object({ _: 'inputUserSelf' });
const LONG_NAME = codecFor().encode.object({
  _: 'inputPhoneContact',
  client_id: 1n,
  phone: '1',
  first_name: 'a'.repeat(60_000),
  last_name: '',
});

describe('a request that unpacks to a lot', () => {
  it.each([
    ['at once', packed(Buffer.alloc(5_000_000)), 'cannot be unpacked'],
    ['in small parts', listOf('contacts.importContacts', 100, packed(LONG_NAME)), 'cannot be unpacked'],
    ['in elements', packed(listOf('users.getUsers', 900_000, SELF)), 'more elements than a request may have'],
  ])('%s is refused, and others are served', async (_how, body, reason) => {
    const client = await bench.connect();
    const before = bench.effects.count;
    const call = client.message(body, true);
    client.call(COUNTED);
    await expect.poll(() => bench.effects.count).toBe(before + 1);
    expect(bench.emulator.protocolErrors.join()).toContain(reason);
    expect(client.received.filter((one) => isResultOf(one, call)).length).toBeLessThanOrEqual(1);
  });
});

describe('a client that', () => {
  it('begins a session with every message keeps a few of them', async () => {
    const key = readyKey(bench.emulator);
    for (let n = 0; n < 3; n += 1) {
      const client = await bench.connect({ key });
      for (let id = 0n; id < 60n; id += 1n) client.callIn(BigInt(n) * 1000n + id, STATE);
      expect(await isServed(client)).toBe(true);
      client.close();
    }
    expect(bench.emulator.usage().sessions).toBeLessThan(80);
  });

  it('asks for one answer again ten thousand times in a message gets it once', async () => {
    const client = await bench.connect();
    const call = client.call(STATE);
    const { messageId } = await client.next((one) => isResultOf(one, call));
    const again = { _: 'msg_resend_req', msg_ids: Array.from({ length: 8000 }, () => messageId) };
    client.message(codecFor().encode.object(again), true);
    expect(await isServed(client)).toBe(true);
    expect(client.received.filter((one) => isResultOf(one, call))).toHaveLength(2);
    const tooMany = { _: 'msg_resend_req', msg_ids: Array.from({ length: 9000 }, () => messageId) };
    client.message(codecFor().encode.object(tooMany), true);
    expect(await isServed(client)).toBe(true);
    expect(bench.emulator.protocolErrors.join()).toContain('9000 message ids are too many');
  });

  it('sets its end so far off that no timer holds it stays connected', async () => {
    const client = await bench.connect();
    const ping = { _: 'ping_delay_disconnect', ping_id: 1n, disconnect_delay: 0x7fffffff };
    client.message(codecFor().encode.object(ping), true);
    await client.next((one) => one.object._ === 'pong');
    expect(await isServed(client)).toBe(true);
    expect(client.closed).toBe(false);
  });

  it('asks for much and reads nothing is given up', async () => {
    const client = await bench.connect();
    client.pause();
    const location = { _: 'inputDocumentFileLocation', id: 1n, access_hash: 1n, thumb_size: '' };
    const request = {
      _: 'upload.getFile',
      location: { ...location, file_reference: new Uint8Array(0) },
      offset: 0n,
      limit: BIG,
    };
    for (let n = 0; n < 50; n += 1) client.call(request);
    await expect.poll(() => bench.emulator.usage().connections, { timeout: 10_000 }).toBe(0);
    expect(await isServed(await bench.connect())).toBe(true);
  });

  it('encrypts its first step as a number beyond the modulus is refused like any other garbage', () => {
    expect(openHandshakeData(new Uint8Array(256).fill(0xff))).toBeUndefined();
    expect(openHandshakeData(new Uint8Array(256))).toBeUndefined();
    expect(openHandshakeData(new Uint8Array(255))).toBeUndefined();
  });

  it('gives up its key is answered, and then unknown', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    client.message(codecFor().encode.object({ _: 'destroy_auth_key' }), true);
    await client.next((one) => one.object._ === 'destroy_auth_key_ok');
    client.call(STATE);
    await client.end();
    expect(client.transportErrors).toEqual([-404]);
  });

  it('only ever breaks the rules is written down so often, and no more', async () => {
    for (let n = 0; n < 1100; n += 1) {
      const socket: Socket = createConnection({ port: bench.emulator.ports[DC] ?? 0, host: '127.0.0.1' });
      socket.on('error', () => socket.destroy());
      socket.end('GET / HTTP/1.1\r\n\r\n');
      await new Promise((resolve) => socket.on('close', resolve).resume());
    }
    expect(bench.emulator.protocolErrors).toHaveLength(1000);
  });
});
