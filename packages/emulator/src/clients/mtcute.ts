/*
 * Leads clients of mtcute in this process here: a transport around one of its own. The test key is added by mtcute's
 * `addPublicKey(crypto, emulator.publicKeyPem)`.
 */
import type { Emulator } from '../server/emulator.js';

/** What is asked of a `TelegramTransport` of mtcute; `Dc` is its `BasicDcOption`. */
interface TransportOf<Dc> {
  connect(dc: Dc): unknown;
}

interface Address {
  readonly id: number;
  readonly ipAddress: string;
  readonly port: number;
}

/**
 * A transport of mtcute (`new TcpTransport()`, or one with another packet codec) that connects to this emulator, for the
 * client's option `transport`. A data centre that the emulator does not have rejects.
 */
export function emulatorTransport<Dc extends Address, Transport extends TransportOf<Dc>>(
  emulator: Emulator,
  transport: Transport & TransportOf<Dc>,
): Transport {
  return new Proxy<Transport>(transport, {
    get(target, property) {
      if (property === 'connect') {
        return async (dc: Dc) => {
          const port = emulator.ports[dc.id];
          if (port === undefined) throw new Error(`the emulator has no data centre ${dc.id}`);
          return target.connect({ ...dc, ipAddress: '127.0.0.1', port });
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
