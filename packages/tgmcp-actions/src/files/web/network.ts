/** Names and sockets, so that tests can stand in for the internet. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions } from 'node:tls';

/** What fetching needs of the world. */
export interface Network {
  /** Every address of a name. */
  addresses(host: string): Promise<readonly string[]>;
  /** A connection to exactly this address. */
  dial(address: string, port: number, signal: AbortSignal): Promise<Socket>;
  /** TLS over a connection, with whoever can show that it is this host. */
  secure(socket: Socket, host: string, signal: AbortSignal): Promise<Socket>;
}

/** The resolver and the sockets of the machine; nothing goes through a proxy. */
export const systemNetwork: Network = {
  async addresses(host) {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address }) => address);
  },
  async dial(address, port, signal) {
    const socket = connect({ host: address, port, autoSelectFamily: false });
    try {
      await once(socket, 'connect', { signal });
      // What the system says it is connected to; anything else would be an address that nobody checked.
      if (socket.remoteAddress !== address) throw new Error('the connection leads to another address');
      return socket;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  },
  secure: (socket, host, signal) => secured({ socket, host }, signal),
};

/** TLS as {@link Network} promises it; rejects when the certificate is not the host's. */
export async function secured(
  options: ConnectionOptions & { readonly host: string },
  signal: AbortSignal,
): Promise<Socket> {
  const channel = connectSecurely({
    ...options,
    ...(isIP(options.host) === 0 ? { servername: options.host } : {}),
    ALPNProtocols: ['http/1.1'],
  });
  // What happens to it later shows in the answer; unheard, it would end the process.
  channel.on('error', () => undefined);
  await once(channel, 'secureConnect', { signal });
  return channel;
}
