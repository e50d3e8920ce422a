import type { Socket } from 'node:net';
import { telegramModule } from './library.js';

/** What is used of the library's socket. */
export interface LibrarySocket {
  readonly client?: Pick<Socket, 'setNoDelay'>;
  connect: (this: LibrarySocket, port: number, ip: string) => Promise<unknown>;
}

/** The library's socket class. */
export function socketPrototype(): LibrarySocket {
  return (
    telegramModule('extensions/PromisedNetSockets.js') as { PromisedNetSockets: { prototype: LibrarySocket } }
  ).PromisedNetSockets.prototype;
}

/**
 * The library acknowledges an answer in a packet of its own, and a request behind it waits in the machine until the
 * other side has confirmed that packet: 40 ms for each call that is not made at once.
 */
export function sendAtOnce(prototype: LibrarySocket): void {
  const { connect } = prototype;
  prototype.connect = async function mended(port, ip) {
    const connected = await connect.call(this, port, ip);
    this.client?.setNoDelay(true);
    return connected;
  };
}
