/** The resolver and the sockets of the machine, on loopback. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secured, systemNetwork } from '../../packages/tgmcp-actions/src/files/web/network.js';
import { CERTIFICATE, HOST, openWebHost, type WebHost } from '../support/web-host.js';

const soon = (): AbortSignal => AbortSignal.timeout(25_000);
let silent: Server;
let port: number;
const accepted: Socket[] = [];
beforeEach(async () => {
  accepted.length = 0;
  silent = createServer((socket) => void accepted.push(socket.on('error', () => undefined)));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  ({ port } = silent.address() as AddressInfo);
});
afterEach(async () => {
  for (const socket of accepted) socket.destroy();
  silent.close();
  await once(silent, 'close');
});

it('a name has addresses', async () => {
  const found = await systemNetwork.addresses('localhost');
  expect(found.length).toBeGreaterThan(0);
  for (const address of found) expect(address).toMatch(/^(127\.|::1$)/);
});

describe('a connection', () => {
  it('leads to exactly the address that was checked', async () => {
    const socket = await systemNetwork.dial('127.0.0.1', port, soon());
    expect(socket.remoteAddress).toBe('127.0.0.1');
    expect(socket.remotePort).toBe(port);
    socket.destroy();
  });

  it('that leads elsewhere than its address says is closed', async () => {
    // A name, or another way to write an address, is looked up by the system anew.
    for (const other of ['localhost', '127.1']) {
      await expect(systemNetwork.dial(other, port, soon())).rejects.toThrow(
        /leads to another address|ECONNREFUSED|ENOTFOUND/,
      );
    }
    await expect(systemNetwork.dial('127.1', port, soon())).rejects.toThrow('leads to another address');
    await expect.poll(() => accepted.every((socket) => socket.readableEnded || socket.destroyed)).toBe(true);
  });

  it('is given up with the fetch', async () => {
    await expect(systemNetwork.dial('127.0.0.1', port, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('TLS', () => {
  let host: WebHost;
  beforeEach(async () => {
    host = await openWebHost((_request, response) => response.end());
  });
  afterEach(() => host.close());
  const dial = (to = host.port): Promise<Socket> => systemNetwork.dial('127.0.0.1', to, soon());

  it('is not made with whoever has no certificate that the machine trusts', async () => {
    await expect(systemNetwork.secure(await dial(), HOST, soon())).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('is made with the host of the name, and with nobody else, name or address', async () => {
    const options = { ca: CERTIFICATE };
    const channel = await secured({ ...options, socket: await dial(), host: HOST }, soon());
    channel.emit('error', new Error('reset'));
    channel.destroy();
    for (const other of ['other.example.org', '127.0.0.1']) {
      await expect(secured({ ...options, socket: await dial(), host: other }, soon())).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    }
  });

  it('is given up with the fetch', async () => {
    const socket = await dial(port);
    const waiting = secured({ socket, host: HOST }, AbortSignal.timeout(50));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    socket.destroy();
  });
});
