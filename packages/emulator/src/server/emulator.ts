import { randomBytes } from 'node:crypto';
import { stringSession } from '../clients/gramjs-session.js';
import { mtcuteSession } from '../clients/mtcute-session.js';
import { AuthKeys } from '../mtproto/auth-keys.js';
import type { ConnectionHost } from '../mtproto/connection.js';
import { KeyHolders } from '../mtproto/key-holders.js';
import { publicKeyPem } from '../mtproto/rsa.js';
import type { SessionHost } from '../mtproto/session.js';
import type { Handlers } from '../rpc/handler.js';
import { services } from '../services/index.js';
import type { World } from '../world/world.js';
import { Agenda } from './agenda.js';
import { CallLog } from './call-log.js';
import { WorldClock } from './clock.js';
import { startDataCentre } from './data-centre.js';
import type { DataCentre } from './data-centre.js';
import { Dispatcher } from './dispatcher.js';
import { Faults } from './faults.js';
import { endKey, keyState, keysLike } from './key-ends.js';
import type { KeyEnd, KeyState, WhichKeys } from './key-ends.js';
import { LoadFloods } from './load-floods.js';
import type { MethodRate } from './load-floods.js';
import { KeyLogins } from './logins.js';
import { productEnvironment } from './product-env.js';
import { Refusals } from './refusals.js';
import { Sessions } from './sessions.js';

/** How to start an emulator. */
export interface EmulatorOptions {
  /** What the service knows, or how to make it; only a function allows `reset`. */
  readonly world: World | (() => World);
  /** How many data centres; 5 when absent. */
  readonly dcs?: number;
  /** Whether several messages leave as one container, as the real service does; on when absent. */
  readonly pack?: boolean;
  /** Port of data centre 1, the others follow it; free ones when absent. */
  readonly port?: number;
  /** Other handlers than the emulator's own. */
  readonly handlers?: Handlers;
  /** How often an account may call what, see {@link USUAL_RATES}; without limit when absent. */
  readonly rates?: readonly MethodRate[];
}

/** Whose form a minted session has. */
export type SessionFormat = 'telegram' | 'mtcute';

/** A running emulator. */
export interface Emulator {
  /** Loopback port of each data centre. */
  readonly ports: Readonly<Record<number, number>>;
  /** All that a product process needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly calls: CallLog;
  readonly faults: Faults;
  /** FLOOD_WAIT by load; off unless {@link EmulatorOptions.rates} are given or set here. */
  readonly floods: LoadFloods;
  /** Rules that clients, or the emulator's own handlers, broke; a test asserts that it is empty. */
  readonly protocolErrors: readonly string[];
  /** Methods asked for that nothing answers; a test asserts that it is empty. */
  readonly unimplemented: readonly string[];
  readonly clock: WorldClock;
  readonly keys: AuthKeys;
  readonly world: World;
  /** The key that clients must trust, as PEM (PKCS #1). Public with its private half: it protects nothing. */
  readonly publicKeyPem: string;
  /**
   * A session string whose auth key is known and logged in, at the account's home, so that no handshake is needed: as
   * `telegram` and `teleproto` write it, or as mtcute does. Throws when the user has no account.
   */
  mintSession(userId: bigint, dc?: number, format?: SessionFormat): string;
  /** The auth keys that are in use, and what hangs on them. */
  sessions(): readonly KeyState[];
  /** How much is held now; all of it is bounded, whatever clients do. */
  usage(): { readonly connections: number; readonly sessions: number; readonly keys: number };
  /** Ends logins: of one user, of one key, or all. Returns how many keys it was. */
  endSessions(end: KeyEnd, which?: WhichKeys): number;
  /**
   * Answers the next connections with a transport error and closes them: -429 as when a client floods, -404, -403 or -444.
   * A connection counts when its first packet arrives. 0 times takes it back.
   */
  refuseConnections(code: number, times: number): void;
  /** As `env`, for a process whose connections come from another address of loopback, like 127.0.0.2. */
  envFrom(address: string): Readonly<Record<string, string>>;
  /** Drops the TCP connections of a user, or all. */
  disconnect(userId?: bigint): void;
  /** The world as it was at first, without faults; without `keepAuth` everybody is logged out. */
  reset(options?: { readonly keepAuth?: boolean }): void;
  /** Closes all; once is enough, twice does no harm. */
  stop(): Promise<void>;
}

/** Home of minted sessions, as the library's own default address is that of data centre 2 or 4. */
const DEFAULT_DC = 2;
/** Minted sessions pass for old ones: a login of less than a day may not end others. */
const MINTED_AGE_S = 30 * 86_400;

/** What goes wrong is written down so often; a client that goes on and on must not fill the memory. */
const MAX_NOTES = 1000;

function note(list: string[], problem: string): void {
  if (list.length < MAX_NOTES) list.push(problem);
}

/** Starts data centres on loopback. Rejects with the system's error when a port cannot be had. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const makeWorld = typeof options.world === 'function' ? options.world : undefined;
  let world = typeof options.world === 'function' ? options.world() : options.world;
  const clock = new WorldClock();
  const sessions = new Sessions();
  const keys = new AuthKeys((id) => sessions.dropKey(id));
  const calls = new CallLog();
  const faults = new Faults();
  const holders = new KeyHolders();
  const refusals = new Refusals();
  const floods = new LoadFloods(() => clock.now(), options.rates);
  const protocolErrors: string[] = [];
  const unimplemented: string[] = [];
  const report = (problem: string): void => note(protocolErrors, problem);
  const agenda = new Agenda(
    () => clock.now(),
    (error) =>
      report(
        `a task of the agenda failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ),
  );
  clock.onMove = () => agenda.arrange();
  const dispatcher = new Dispatcher({
    world: () => world,
    handlers: options.handlers ?? services,
    calls,
    faults,
    floods,
    clock,
    agenda,
    logins: new KeyLogins(keys, sessions),
    keys,
    report,
    unimplemented: (method) => note(unimplemented, method),
    push: (userId, updates, except) => sessions.push(userId, updates, except),
  });

  const hostOf = (dc: number): ConnectionHost => {
    const sessionHost: SessionHost = {
      pack: options.pack ?? true,
      now: () => clock.now(),
      report,
      request: (session, messageId, body) => void dispatcher.dispatch(session, messageId, dc, body),
      repeated: (session, messageId) => dispatcher.repeated(session, messageId),
      destroySession: (key, sessionId) => sessions.destroy(key, sessionId),
      destroyKey: (key) => keys.forget(key.id),
    };
    return {
      dc,
      keys,
      now: () => clock.now(),
      report,
      refusal: () => refusals.take(),
      holds: (key, connection) => {
        if (!holders.add(key, connection)) endKey(keys, key, 'duplicated');
      },
      released: (connection) => holders.remove(connection),
      sessionOf: (key, sessionId) => sessions.of(key, sessionId, sessionHost),
    };
  };

  const centres: DataCentre[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(centres.splice(0).map((centre) => centre.stop()));
    agenda.clear();
    clock.close();
  };
  try {
    for (let dc = 1; dc <= (options.dcs ?? 5); dc += 1) {
      centres.push(await startDataCentre(hostOf(dc), options.port === undefined ? 0 : options.port + dc - 1));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const ports = Object.fromEntries(centres.map((centre) => [centre.dc, centre.port]));

  return {
    ports,
    env: productEnvironment(ports, clock.file),
    calls,
    faults,
    floods,
    protocolErrors,
    unimplemented,
    clock,
    keys,
    get world() {
      return world;
    },
    get publicKeyPem() {
      return publicKeyPem();
    },
    mintSession: (userId, dc, format = 'telegram') => {
      const account = world.accounts.get(userId);
      if (account === undefined) throw new Error(`user ${userId} has no account`);
      const home = dc ?? account.dc ?? DEFAULT_DC;
      const since = Math.floor(clock.now() / 1000) - MINTED_AGE_S;
      const { bytes } = keys.add(randomBytes(256), home, { userId, since });
      if (format === 'telegram') return stringSession(home, bytes);
      return mtcuteSession(home, bytes, { userId, isBot: world.users.get(userId)?.bot ?? false });
    },
    usage: () => ({
      connections: centres.reduce((sum, centre) => sum + centre.connections, 0),
      sessions: sessions.size,
      keys: keys.of().length,
    }),
    sessions: () => keys.of().map((key) => keyState(key, holders.count(key))),
    endSessions: (end, which = {}) => {
      const found = keysLike(keys, which);
      for (const key of found) endKey(keys, key, end);
      return found.length;
    },
    refuseConnections: (code, times) => refusals.arm(code, times),
    envFrom: (address) => productEnvironment(ports, clock.file, address),
    disconnect: (userId) => {
      if (userId === undefined) for (const centre of centres) centre.disconnect();
      else for (const session of sessions.connected(userId)) session.link?.close();
    },
    reset: ({ keepAuth = false } = {}) => {
      if (makeWorld === undefined) throw new Error('reset needs a world that is given as a function');
      world = makeWorld();
      faults.clear();
      refusals.arm(0, 0);
      floods.reset();
      agenda.clear();
      if (!keepAuth) for (const key of keys.of()) key.userId = key.login = undefined;
    },
    stop,
  };
}
