/* For the emulator's own tests: an emulator with two accounts and handlers that count how often they were called. */
import type { AuthKey } from '../mtproto/auth-keys.js';
import type { Handlers } from '../rpc/handler.js';
import { services } from '../services/index.js';
import type { TlObject } from '../tl/value.js';
import { createWorld } from '../world/index.js';
import type { World } from '../world/index.js';
import { startEmulator } from './emulator.js';
import type { Emulator, EmulatorOptions } from './emulator.js';
import { RawClient } from './raw-client.js';
import type { RawOptions } from './raw-client.js';

export const ANN = 7001n;
export const BOB = 7002n;
export const DC = 2;

/** An emulator under test, and how often `account.updateStatus` had an effect. */
export interface Bench {
  readonly emulator: Emulator;
  readonly effects: { count: number };
  /** A raw connection with a ready key. */
  connect(options?: ConnectOptions): Promise<RawClient>;
  /** Closes the connections made so far. */
  hangUp(): void;
}

type ConnectOptions = RawOptions & { readonly key?: AuthKey };

/** Starts an emulator whose account.updateStatus counts; the rest is as shipped. */
export async function startBench(options: Partial<EmulatorOptions> = {}): Promise<Bench> {
  const effects = { count: 0 };
  const counting: Handlers = {
    ...services,
    'account.updateStatus': () => {
      effects.count += 1;
      return true;
    },
    ...options.handlers,
  };
  const emulator = await startEmulator({ world: twoAccounts, ...options, handlers: counting });
  const open: RawClient[] = [];
  const connect = async (how?: ConnectOptions): Promise<RawClient> => {
    const client = await connectRaw(emulator, how);
    open.push(client);
    return client;
  };
  const hangUp = (): void => {
    for (const client of open.splice(0)) client.close();
  };
  return { emulator, effects, connect, hangUp };
}

function twoAccounts(): World {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+10000007001', code: '11111', firstName: 'Ann' });
  world.addAccount({ id: BOB, phone: '+10000007002', code: '22222', firstName: 'Bob' });
  return world;
}

/** A key that is logged in and has been through initConnection. */
export function readyKey(emulator: Emulator, userId: bigint | undefined = ANN): AuthKey {
  emulator.mintSession(userId ?? ANN, DC);
  const key = emulator.keys.of(userId ?? ANN).at(-1);
  if (key === undefined) throw new Error('no key was made');
  key.layer = 198;
  key.userId = userId;
  return key;
}

/** A raw connection with a ready key. */
export async function connectRaw(emulator: Emulator, options: ConnectOptions = {}): Promise<RawClient> {
  return RawClient.connect(emulator.ports[DC] ?? 0, options.key ?? readyKey(emulator), {
    now: () => emulator.clock.now(),
    ...options,
  });
}

/** The call whose effect is counted. */
export const COUNTED: TlObject = { _: 'account.updateStatus', offline: false };

/** A call without an effect. */
export const STATE: TlObject = { _: 'updates.getState' };
