/**
 * The client library with the parts that it does not publish, as somebody inside the process could reach them. Nothing
 * of it is loaded before the first use, so that the preload and the guard can be there first, or not at all.
 */
import { createRequire } from 'node:module';
import type * as Telegram from 'telegram';
import type * as Sessions from 'telegram/sessions/index.js';
import type { Emulator } from '@tgmcp/emulator';

/** Loads a CommonJS module as the product does. */
export const load = createRequire(import.meta.url);

/** A request of the library. */
export interface Request {
  readonly className: string;
  readonly classType: string;
  getBytes(): Buffer;
}

/** A request in the library's queue. */
export interface State {
  request: { className: string; classType: string };
  data: Buffer;
  promise: Promise<unknown>;
  after: unknown;
}

/** The encrypting end of a connection. */
export interface CryptoState {
  writeDataAsMessage(
    buffer: { getValue(): Buffer },
    data: Buffer,
    contentRelated: boolean,
    afterId?: unknown,
  ): Promise<unknown>;
  encryptMessageData(data: Buffer): Promise<Buffer>;
}

/** A connection. */
export interface Sender {
  readonly _sendQueue?: {
    append(state: State): void;
    prepend(states: State[]): void;
    extend(states: State[]): void;
  };
  /** Where the fork of the library keeps what is to be sent, and how it is told that there is something. */
  readonly _queued?: State[];
  readonly _enqueue?: (state: State, atStart?: boolean) => void;
  readonly _requeue?: (states: State[]) => void;
  readonly _state: CryptoState;
  readonly _pendingState: { set(id: unknown, state: State): void; values(): State[] };
  readonly _connection: { send(packet: Buffer): Promise<unknown> };
  readonly _log: unknown;
  readonly authKey: unknown;
  send(request: Request): Promise<unknown>;
  addStateToQueue(state: State): void;
  isConnected(): boolean;
  reconnect(): void;
}

/** The client without its types' promise to keep its insides to itself. */
interface RawClient {
  readonly _sender: Sender;
}

/** The library; the same instance that the product uses. */
export function library(): typeof Telegram {
  return load('telegram') as typeof Telegram;
}

/** Leads this process to the emulator, as the environment leads product processes; once, before the library is loaded. */
export function joinEmulator(emulator: Emulator): void {
  process.env['TGMCP_EMULATOR'] = emulator.env['TGMCP_EMULATOR'];
  load('@tgmcp/emulator/preload');
}

/** The object the library makes of a request's bytes. */
export function requestOf(bytes: Buffer): Request {
  const { BinaryReader } = load('telegram/extensions/BinaryReader.js') as {
    BinaryReader: new (bytes: Buffer) => { tgReadObject(): Request };
  };
  return new BinaryReader(bytes).tgReadObject();
}

/** A request as it stands in the queue. */
export function stateOf(request: Request): State {
  const { RequestState } = load('telegram/network/RequestState.js') as {
    RequestState: new (request: Request) => State;
  };
  return new RequestState(request);
}

/** Ways into the queue of a connection that pass the early gates. */
export const INTO_THE_QUEUE: Readonly<Record<'append' | 'prepend' | 'extend', Smuggle>> = {
  append(sender, state) {
    sender['_sendQueue']?.append(state);
    sender['_enqueue']?.(state);
  },
  prepend(sender, state) {
    sender['_sendQueue']?.prepend([state]);
    sender['_enqueue']?.(state, true);
  },
  extend(sender, state) {
    sender['_sendQueue']?.extend([state]);
    sender['_requeue']?.([state]);
  },
};

type Smuggle = (sender: Sender, state: State) => void;

/** The layer of the library's schema. */
export function layer(): number {
  try {
    return (load('telegram/tl/AllTLObjects.js') as { LAYER: number }).LAYER;
  } catch {
    // The fork keeps it elsewhere.
    return (load('telegram/tl/runtime/registry.js') as { LAYER: number }).LAYER;
  }
}

/** A buffer that messages are written into before they are encrypted. */
export function scratchBuffer(): { getValue(): Buffer } {
  const { BinaryWriter } = load('telegram/extensions/BinaryWriter.js') as {
    BinaryWriter: new (bytes: Buffer) => { getValue(): Buffer };
  };
  return new BinaryWriter(Buffer.alloc(0));
}

/** A client as the package gives it. */
export function newClient(session: string): Telegram.TelegramClient {
  const { StringSession } = load('telegram/sessions/index.js') as typeof Sessions;
  const { Logger, LogLevel } = load('telegram/extensions/Logger.js') as {
    Logger: typeof Telegram.Logger;
    LogLevel: { NONE: ConstructorParameters<typeof Telegram.Logger>[0] };
  };
  const client = new (library().TelegramClient)(new StringSession(session), 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
    retryDelay: 10,
  });
  client.onError = async () => undefined;
  return client;
}

/** The connection of a client to the account's own data centre. */
export function senderOf(client: Telegram.TelegramClient): Sender {
  return (client as unknown as RawClient)['_sender'];
}
