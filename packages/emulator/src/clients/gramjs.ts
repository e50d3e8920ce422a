/*
 * Leads clients of `telegram` and `teleproto` in this process here, without the preload: a socket class for the option
 * `networkSocket`, and the test key for their list of trusted ones. Both get the library's own objects, since a program
 * may hold several copies of a library.
 */
import { createRequire } from 'node:module';
import { testPublicKey } from '../mtproto/rsa.js';
import type { Emulator } from '../server/emulator.js';

const { dataCentreOf } = createRequire(import.meta.url)('../../preload/addresses.cjs') as {
  dataCentreOf: (host: string, port: number) => number | undefined;
};

/** What is asked of the library's `PromisedNetSockets`. */
type SocketClass = new (...args: never[]) => { connect(port: number, ip: string): Promise<unknown> };

/** What is asked of the library's big numbers. */
interface BigNumber<N> {
  minus(other: N): N;
  plus(other: string): N;
}

/**
 * The library's `PromisedNetSockets` (from `telegram/extensions/index.js`), led to this emulator: for the client's option
 * `networkSocket`. A connection to an address that is no data centre's rejects.
 */
export function emulatorSocket<Socket extends SocketClass>(emulator: Emulator, base: Socket): Socket {
  return new Proxy(base, {
    construct(target, args, newTarget) {
      const socket = Reflect.construct(target, args, newTarget);
      const connect = socket.connect.bind(socket);
      socket.connect = async (port: number, ip: string) => {
        const own = emulator.ports[dataCentreOf(ip, port) ?? 0];
        if (own === undefined) throw new Error(`${ip}:${port} is no data centre of the emulator`);
        return connect(own, '127.0.0.1');
      };
      return socket;
    },
  });
}

/** Adds the emulator's test key to the library's `_serverKeys` (from `telegram/crypto/RSA.js`); twice does no harm. */
export function trustEmulator<N extends BigNumber<N>>(serverKeys: Map<string, { n: N; e: number }>): void {
  const { n, e, fingerprint } = testPublicKey;
  // The library's own kind of number, from one it has.
  const [known] = serverKeys.values();
  if (known === undefined) throw new Error('these are not the keys of the library: it always has some');
  const modulus = known.n.minus(known.n).plus(BigInt(`0x${n}`).toString());
  serverKeys.set(fingerprint, { n: modulus, e });
}
