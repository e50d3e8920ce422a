/**
 * A session string as the `telegram` package writes it: version, data centre, address, port, key. The port stays 443:
 * the library ignores it, and cannot write one above 32767.
 */
export function stringSession(dc: number, key: Uint8Array): string {
  const address = Buffer.from(`127.0.0.${dc}`);
  const head = Buffer.alloc(3);
  head.writeUInt8(dc, 0);
  head.writeUInt16BE(address.length, 1);
  const port = Buffer.alloc(2);
  port.writeUInt16BE(443, 0);
  return `1${Buffer.concat([head, address, port, key]).toString('base64')}`;
}
