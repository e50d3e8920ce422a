import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Connection } from '../mtproto/connection.js';
import type { ConnectionHost } from '../mtproto/connection.js';

/** One data centre's listener. */
export interface DataCentre {
  readonly dc: number;
  readonly port: number;
  /** How many are open. */
  readonly connections: number;
  /** Drops all connections. */
  disconnect(): void;
  stop(): Promise<void>;
}

/** Listens on loopback; port 0 takes a free one. Rejects when the port is in use. */
export async function startDataCentre(host: ConnectionHost, port: number): Promise<DataCentre> {
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    const connection = new Connection(socket, host);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  const disconnect = (): void => {
    for (const connection of connections) connection.close();
  };
  return {
    dc: host.dc,
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections.size;
    },
    disconnect,
    stop: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      disconnect();
      await closed;
    },
  };
}
