import { createServer, Socket, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { telegramModule } from './library.js';
import { sendAtOnce, socketPrototype, type LibrarySocket } from './send-at-once.js';

const server = createServer();

afterEach(() => {
  server.close();
});

describe("the library's socket", () => {
  it('hands every packet to the network at once, so that a request does not wait behind an acknowledgement', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { PromisedNetSockets } = telegramModule('extensions/PromisedNetSockets.js') as {
      PromisedNetSockets: new () => LibrarySocket & { close(): Promise<void> };
    };
    sendAtOnce(socketPrototype());
    const setNoDelay = vi.spyOn(Socket.prototype, 'setNoDelay');
    const socket = new PromisedNetSockets();
    await socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
    expect(setNoDelay).toHaveBeenCalledWith(true);
    await socket.close();
  });
});
