/**
 * The parts of the client library that it does not publish and that the guard, the fixes and the supervisor need. They
 * are named here and nowhere else. Shapes: `telegram` 2.26.22, `network/MTProtoSender.js`, `client/telegramBaseClient.js`;
 * what may be absent is named so in one of `telegram` and its fork `teleproto` 1.228.5 only.
 */
import type { Api } from 'telegram';
import type { StringSession } from 'telegram/sessions/index.js';
import { telegramModule } from './library.js';

/** A request in the library's queue. */
export interface State {
  readonly request: unknown;
  readonly data: Buffer;
  readonly promise: Promise<unknown>;
  msgId?: { toString(): string };
  after: unknown;
  reject(reason: unknown): void;
}

/** The encrypting end of one connection. */
export interface CryptoState {
  /** `data`: one message with its header of 16 bytes. */
  encryptMessageData: (this: CryptoState, data: Buffer) => Promise<Buffer>;
  writeDataAsMessage: (
    this: CryptoState,
    buffer: unknown,
    data: Buffer,
    contentRelated: boolean,
    ...ids: unknown[]
  ) => Promise<unknown>;
}

/** The queue of one connection of `telegram`. */
interface SendQueue {
  _queue: (State | undefined)[];
  readonly _pendingStates: readonly State[];
}

/** One connection to one data centre. */
export interface Sender {
  readonly _client: object;
  readonly _state: CryptoState;
  readonly _sendQueue?: SendQueue;
  /** The queue of one connection of the fork. */
  readonly _queued?: State[];
  readonly _pendingState: { values(): State[]; delete(msgId: unknown): void; clear(): void };
  readonly _connection?: { disconnect(): Promise<void>; readonly socket?: { close(): Promise<void> } };
  readonly _isMainSender?: boolean;
  _retries: number;
  userDisconnected: boolean;
  /** Of the fork this can only be read. */
  _userConnected: boolean;
  readonly _lifecycle?: string;
  isReconnecting: boolean;
  connect: (this: Sender, connection: unknown, force: boolean) => Promise<boolean>;
  send: (this: Sender, request: TlRequest) => Promise<unknown>;
  addStateToQueue: (this: Sender, state: State) => void;
  reconnect: (this: Sender) => void;
  isConnected(): boolean;
  _sendLoop?: SendLoop;
  _writeLoop?: SendLoop;
  readonly _stopIo?: (this: Sender) => void;
  _handleRPCResult?: (this: Sender, message: unknown) => unknown;
  _handleUpdate?: (this: Sender, message: unknown) => Promise<void>;
  _handleBadAuthKey: (this: Sender, skipForMain?: boolean) => void;
}

/** Takes requests out of the queue and writes them until the connection ends. */
export type SendLoop = (this: Sender, ...connection: unknown[]) => Promise<void>;

/** What can be sent. */
export interface TlRequest {
  readonly CONSTRUCTOR_ID: number;
  readonly className: string;
  getBytes(): Buffer;
}

/** The client. */
export interface Client {
  readonly session: StringSession;
  readonly _sender: Sender | undefined;
  _destroyed: boolean;
  _loopStarted: boolean;
  _handleReconnect(): Promise<void>;
  _switchDC(dc: number): Promise<unknown>;
  connect(): Promise<boolean>;
  readonly _exportedSenderPromises?: Map<number, Promise<Sender>>;
  readonly _exportedSenderReleaseTimeouts?: Map<number, NodeJS.Timeout>;
  /** The fork's connections to other data centres, and what sends files over them. */
  readonly _network?: { close(): Promise<void> };
  readonly _media?: { close(): Promise<void> };
}

/** The prototype of every connection. */
export function senderPrototype(): Sender {
  return (telegramModule('network/index.js') as { MTProtoSender: { prototype: Sender } }).MTProtoSender
    .prototype;
}

/** The prototype of what encrypts. */
export function cryptoStatePrototype(): CryptoState {
  return (telegramModule('network/MTProtoState.js') as { MTProtoState: { prototype: CryptoState } })
    .MTProtoState.prototype;
}

/** Puts a request into the form in which the queue takes it. */
export function newState(request: Api.AnyRequest): State {
  const { RequestState } = telegramModule('network/RequestState.js') as {
    RequestState: new (request: Api.AnyRequest) => State;
  };
  return new RequestState(request);
}
