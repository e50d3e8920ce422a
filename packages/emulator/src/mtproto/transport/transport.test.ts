import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RAW_TRANSPORTS, RawTransport } from '../../server/raw-transport.js';
import type { RawTransportKind } from '../../server/raw-transport.js';
import { sha256 } from '../crypto.js';
import { DetectedTransport } from './detect.js';
import { TransportError } from './transport.js';
import type { Packet } from './transport.js';

/** Plain messages, whose length stands in them, so that padding can be told from content. */
const PACKETS = [4, 1000, 8, 70_000].map((size) => {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(size, 16);
  return Buffer.concat([head, randomBytes(size)]);
});

/** Length and hash: bytes in a form that is quick to compare. */
function told(bytes: Uint8Array): string {
  return `${bytes.length} ${sha256(bytes).toString('hex')}`;
}

function streamOf(kind: RawTransportKind, quickAck = false): Buffer {
  const client = new RawTransport(kind);
  return Buffer.concat([client.hello, ...PACKETS.map((packet) => client.frame(packet, quickAck))]);
}

function feedInPieces(bytes: Buffer, size: number, receiver = new DetectedTransport()): Packet[] {
  const found: Packet[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...receiver.feed(bytes.subarray(at, at + size)));
  return found;
}

describe.each(RAW_TRANSPORTS)('the %s transport', (kind) => {
  it.each([1, 3, 97, 100_000])('is recognised and cut into its packets, in pieces of %i bytes', (size) => {
    const found = feedInPieces(streamOf(kind), size);
    expect(found.map(({ data }) => told(data))).toEqual(PACKETS.map(told));
    expect(found.some(({ quickAck }) => quickAck)).toBe(false);
  });

  it('sends what its client can read', () => {
    const client = new RawTransport(kind);
    const server = new DetectedTransport();
    server.feed(Buffer.concat([client.hello, ...PACKETS.slice(0, 1).map((packet) => client.frame(packet))]));
    const error = Buffer.from([0x6c, 0xfe, 0xff, 0xff]);
    const sent = [error, ...PACKETS].map((packet) => server.frame(packet));
    const arrived = client.feed(Buffer.concat(sent)) as Buffer[];
    // Padding stays on a packet until the message in it is read.
    const contents = arrived.map((packet, n) => packet.subarray(0, [error, ...PACKETS][n]?.length));
    expect(contents.map(told)).toEqual([error, ...PACKETS].map(told));
    expect(arrived[0]).toEqual(error);
  });

  it('tells who wants a quick acknowledgement, and gives one, where it has them', () => {
    const wanting = feedInPieces(streamOf(kind, true), 5000);
    expect(wanting.map(({ quickAck }) => quickAck)).toEqual(PACKETS.map(() => kind !== 'full'));
    const client = new RawTransport(kind);
    const server = new DetectedTransport();
    server.feed(Buffer.concat([client.hello, client.frame(PACKETS[0] ?? Buffer.alloc(0))]));
    const framed = server.frameQuickAck(0x12345678);
    expect(framed === undefined ? undefined : client.feed(framed)).toEqual(
      kind === 'full' ? undefined : [0x92345678],
    );
  });
});

describe('a stream that is of no transport', () => {
  it.each([
    ['a web request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 'HTTP and TLS are not spoken here'],
    ['TLS', Buffer.from('160301020001000001fc', 'hex'), 'HTTP and TLS are not spoken here'],
    ['64 bytes of nothing', Buffer.alloc(64, 0x41), 'the first 64 bytes are of no transport'],
    ['a full packet that is too short', Buffer.from('0800000000000000', 'hex'), 'a packet of 8 bytes'],
    ['a vast packet', Buffer.from('eeeeeeeeffffff7f', 'hex'), 'a packet of 2147483647 bytes'],
    ['an empty packet', Buffer.from('eeeeeeee00000000', 'hex'), 'a packet of 0 bytes'],
    ['a vast abridged packet', Buffer.from('ef7fffffff', 'hex'), 'is not of the abridged transport'],
    [
      'too much padding',
      Buffer.concat([Buffer.from('dddddddd40000000', 'hex'), Buffer.alloc(64)]),
      '44 bytes of',
    ],
  ])('is refused: %s', (_what, bytes, message) => {
    expect(() => new DetectedTransport().feed(bytes)).toThrow(TransportError);
    expect(() => feedInPieces(bytes, 1)).toThrow(message);
  });

  it('is refused for a wrong checksum, and for a packet out of order', () => {
    const wrong = streamOf('full');
    wrong[9] = 1;
    expect(() => new DetectedTransport().feed(wrong)).toThrow('packet 0 has a wrong checksum');
    const client = new RawTransport('full');
    const twice = client.frame(PACKETS[0] ?? Buffer.alloc(0));
    expect(() => new DetectedTransport().feed(Buffer.concat([twice, twice]))).toThrow(
      'packet 0 arrived instead of 1',
    );
  });

  it('cannot be answered before it is known', () => {
    expect(() => new DetectedTransport().frame(Buffer.alloc(4))).toThrow('nothing has arrived');
    expect(new DetectedTransport().frameQuickAck(1)).toBeUndefined();
  });
});
