/** Small proxies on loopback, as far as one client needs them: SOCKS 5 (RFC 1928, 1929) and an MTProto proxy. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy that runs, and what went through it. */
export interface RunningProxy {
  readonly port: number;
  /** The places to which connections were asked for, as `host:port` or `dc N`. */
  readonly asked: readonly string[];
  /** How many were turned away for a wrong password or secret. */
  readonly refused: () => number;
  close(): Promise<void>;
}

async function run(
  serve: (socket: Socket, asked: string[], refuse: () => void) => Promise<void>,
): Promise<RunningProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let refused = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const refuse = (): void => {
      refused += 1;
      socket.destroy();
    };
    serve(socket, asked, refuse).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    refused: () => refused,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Reads exactly so many bytes. */
async function take(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(count) as Buffer | null;
    if (bytes !== null && bytes.length === count) return bytes;
    if (socket.readableEnded || socket.destroyed) throw new Error('ended early');
    await Promise.race([once(socket, 'readable'), once(socket, 'end')]);
  }
}

function dial(port: number, from: Socket): Socket {
  const target = connect(port, '127.0.0.1');
  target.on('error', () => from.destroy());
  from.on('close', () => target.destroy());
  target.on('close', () => from.destroy());
  return target;
}

/** A SOCKS 5 proxy with a password; `ports` are those of the emulator, by the last part of the asked address. */
export function socksProxy(
  ports: Readonly<Record<number, number>>,
  user: string,
  password: string,
): Promise<RunningProxy> {
  return run(async (socket, asked, refuse) => {
    const [, methods = 0] = await take(socket, 2);
    await take(socket, methods);
    socket.write(Buffer.from([5, 2]));
    const [, length = 0] = await take(socket, 2);
    const givenUser = (await take(socket, length)).toString();
    const [passwordLength = 0] = await take(socket, 1);
    const given = (await take(socket, passwordLength)).toString();
    if (givenUser !== user || given !== password) return refuse();
    socket.write(Buffer.from([1, 0]));
    const [, , , kind] = await take(socket, 4);
    if (kind !== 1) return refuse();
    const address = [...(await take(socket, 4))];
    const port = (await take(socket, 2)).readUInt16BE(0);
    asked.push(`${address.join('.')}:${port}`);
    const target = dial(ports[address[3] ?? 0] ?? 0, socket);
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    socket.pipe(target).pipe(socket);
  });
}

/** An MTProto proxy (core.telegram.org/mtproto/mtproto-transports#transport-obfuscation): the secret goes into both keys. */
export function mtprotoProxy(ports: Readonly<Record<number, number>>, secret: string): Promise<RunningProxy> {
  return run(async (socket, asked, refuse) => {
    const header = await take(socket, 64);
    const backwards = header.subarray(8, 56).toReversed();
    const keyOf = (part: Uint8Array): Buffer =>
      createHash('sha256')
        .update(Buffer.concat([part, Buffer.from(secret, 'hex')]))
        .digest();
    const incoming = createDecipheriv('aes-256-ctr', keyOf(header.subarray(8, 40)), header.subarray(40, 56));
    const outgoing = createCipheriv(
      'aes-256-ctr',
      keyOf(backwards.subarray(0, 32)),
      backwards.subarray(32, 48),
    );
    const opened = incoming.update(header);
    if (opened.readUInt32LE(56) !== 0xefefefef) return refuse();
    const dc = Math.abs(opened.readInt16LE(60));
    asked.push(`dc ${dc}`);
    const target = dial(ports[dc] ?? 0, socket);
    target.write(Buffer.from([0xef]));
    socket.pipe(incoming).pipe(target).pipe(outgoing).pipe(socket);
  });
}
