import { describe, expect, it } from 'vitest';
import { FullTransport, TransportError } from './transport.js';

const PACKETS = [Buffer.from('abcd'), Buffer.alloc(1000, 7), Buffer.from('12345678')];

function stream(): Buffer {
  const sender = new FullTransport();
  return Buffer.concat(PACKETS.map((packet) => sender.frame(packet)));
}

describe('the full transport', () => {
  it('finds the packets however the stream is cut', () => {
    for (const size of [1, 3, 97, 5000]) {
      const receiver = new FullTransport();
      const found: Buffer[] = [];
      const bytes = stream();
      for (let at = 0; at < bytes.length; at += size)
        found.push(...receiver.feed(bytes.subarray(at, at + size)));
      expect(found).toEqual(PACKETS);
    }
  });

  it('refuses a wrong checksum, a packet out of order and a length that cannot be', () => {
    const wrong = stream();
    wrong[9] = 0;
    expect(() => new FullTransport().feed(wrong)).toThrow('packet 0 has a wrong checksum');
    expect(() => new FullTransport().feed(stream().subarray(16))).toThrow('packet 1 arrived instead of 0');
    expect(() => new FullTransport().feed(Buffer.from('ffffff7f', 'hex'))).toThrow(TransportError);
    expect(() => new FullTransport().feed(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(TransportError);
  });
});
