/*
 * A client that says exactly what it is told to, right or wrong: for tests of the protocol and for measuring. It encrypts
 * and decrypts with a known key and keeps all that arrives.
 */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { igeDecrypt, igeEncrypt, messageCipher, messageKey, messageKeyLarge } from '../mtproto/crypto.js';
import type { AuthKey } from '../mtproto/auth-keys.js';
import { splitContainer } from '../mtproto/container.js';
import { CONTAINER_ID } from '../mtproto/service-messages.js';
import { codecFor } from '../tl/codec.js';
import { unpack } from '../tl/decode.js';
import { TlReader } from '../tl/reader.js';
import type { TlObject } from '../tl/value.js';
import { TlWriter } from '../tl/writer.js';
import { RawTransport } from './raw-transport.js';
import type { RawTransportKind } from './raw-transport.js';

/** One message that the server sent; `packed` when it came inside a container. */
export interface Received {
  readonly messageId: bigint;
  readonly sequence: number;
  readonly packed: boolean;
  /** The object, or for rpc_result `{_: 'rpc_result', req_msg_id, result}` with the answer's bytes. */
  readonly object: TlObject;
}

const RPC_RESULT = 0xf35c6d01;
const GZIP = 0x3072cfa1;
/** How long a message is waited for: long, since a busy machine may stop a process for seconds. */
const PATIENCE_MS = 10_000;

export type { AuthKey } from '../mtproto/auth-keys.js';
export type { TlObject } from '../tl/value.js';

/** What one message may be told to be, instead of what is right. */
export interface MessageOptions {
  readonly messageId?: bigint;
  readonly sequence?: number;
  readonly salt?: bigint;
  readonly padding?: number;
  readonly quickAck?: boolean;
  readonly sessionId?: bigint;
}

/** How a raw client connects; what is absent is as a plain client does it. */
export interface RawOptions {
  readonly now?: () => number;
  readonly sessionId?: bigint;
  /** The layer that it writes and reads in. */
  readonly layer?: number;
  readonly transport?: RawTransportKind;
  readonly localAddress?: string;
}

/** A connection with one session. */
export class RawClient {
  readonly received: Received[] = [];
  readonly transportErrors: number[] = [];
  readonly quickAcks: number[] = [];
  /** Token by which the last message is acknowledged quickly. */
  lastToken = 0;
  readonly sessionId: bigint;
  closed = false;
  #socket: Socket;
  #transport: RawTransport;
  #lastId = 0n;
  #count = 0;
  #pieces: number | undefined;
  #waiters: (() => void)[] = [];

  private constructor(
    socket: Socket,
    private readonly key: AuthKey,
    private readonly now: () => number,
    private readonly layer: number | undefined,
    options: RawOptions,
  ) {
    this.#socket = socket;
    this.#transport = new RawTransport(options.transport ?? 'full');
    this.#socket.write(this.#transport.hello);
    this.sessionId = options.sessionId ?? randomBytes(8).readBigInt64LE(0);
    socket.on('data', (data) => {
      for (const arrived of this.#transport.feed(data)) {
        if (typeof arrived === 'number') this.quickAcks.push(arrived);
        else this.#take(arrived);
      }
      this.#wake();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.closed = true;
      this.#wake();
    });
  }

  static async connect(port: number, key: AuthKey, options: RawOptions = {}): Promise<RawClient> {
    const { localAddress = '127.0.0.1' } = options;
    const socket = createConnection({ port, host: '127.0.0.1', localAddress });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new RawClient(socket, key, options.now ?? Date.now, options.layer, options);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** A message id that rises and fits the time. */
  nextId(): bigint {
    const id = (BigInt(Math.floor(this.now())) << 32n) / 1000n;
    this.#lastId = (id > this.#lastId ? id & ~3n : this.#lastId) + 4n;
    return this.#lastId;
  }

  /** Sequence number of the next message. */
  nextSequence(content: boolean): number {
    const sequence = this.#count * 2 + (content ? 1 : 0);
    if (content) this.#count += 1;
    return sequence;
  }

  /** Sends an API call. Returns its message id. */
  call(request: TlObject, options: MessageOptions = {}): bigint {
    return this.message(codecFor(this.layer).encode.object(request), true, options);
  }

  /** Sends an API call in a session of its own; its answer is of no interest. */
  callIn(sessionId: bigint, request: TlObject): void {
    this.call(request, { sessionId, sequence: 1 });
  }

  /** Reads no more. */
  pause(): void {
    this.#socket.pause();
  }

  /** Sends one message as it is. Returns its message id. */
  message(body: Uint8Array, content: boolean, options: MessageOptions = {}): bigint {
    const messageId = options.messageId ?? this.nextId();
    const sequence = options.sequence ?? this.nextSequence(content);
    const padding = options.padding ?? 12 + (-(32 + body.length + 12) & 15);
    const plain = Buffer.alloc(32 + body.length + padding);
    plain.writeBigInt64LE(options.salt ?? this.key.salt, 0);
    plain.writeBigInt64LE(options.sessionId ?? this.sessionId, 8);
    plain.writeBigInt64LE(messageId, 16);
    plain.writeInt32LE(sequence, 24);
    plain.writeInt32LE(body.length, 28);
    plain.set(body, 32);
    const large = messageKeyLarge(this.key.bytes, plain, 'client');
    const msgKey = large.subarray(8, 24);
    this.lastToken = (large.readUInt32LE(0) | 0x80000000) >>> 0;
    const cipher = messageCipher(this.key.bytes, msgKey, 'client');
    const encrypted = igeEncrypt(plain, cipher.key, cipher.iv);
    this.packet(Buffer.concat([Buffer.from(this.key.id, 'hex'), msgKey, encrypted]), options.quickAck);
    return messageId;
  }

  /** Sends one packet as it is. */
  packet(packet: Uint8Array, quickAck = false): void {
    this.bytes(this.#transport.frame(packet, quickAck));
  }

  /** Sends bytes outside of any packet. */
  bytes(bytes: Uint8Array): void {
    const size = this.#pieces ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) this.#socket.write(bytes.subarray(at, at + size));
  }

  /** From now on bytes leave in pieces of this size, each on its own. */
  sendPieces(size: number): void {
    this.#socket.setNoDelay(true);
    this.#pieces = size;
  }

  /** Sends several messages in one container. */
  container(messages: readonly { messageId: bigint; sequence: number; body: Uint8Array }[]): bigint {
    const writer = new TlWriter();
    writer.uint(CONTAINER_ID);
    writer.int(messages.length);
    for (const { messageId, sequence, body } of messages) {
      writer.long(messageId);
      writer.int(sequence);
      writer.int(body.length);
      writer.raw(body);
    }
    return this.message(writer.finish(), false);
  }

  /** The first message that matches, when it is there; rejects after ten seconds, or when the connection closes. */
  async next(match: (received: Received) => boolean): Promise<Received> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = this.received.find(match);
      if (found !== undefined) return found;
      if (this.closed || performance.now() > deadline) {
        throw new Error(
          `nothing of the kind arrived, but ${this.received.map((one) => one.object._).join(', ')}`,
        );
      }
      await this.#change();
    }
  }

  /** The result of a call: its answer, or the rpc_error. */
  async result(messageId: bigint, method: string): Promise<unknown> {
    const { object } = await this.next((one) => isResultOf(one, messageId));
    const bytes = object['result'] as Uint8Array;
    if (new TlReader(bytes).peek() === codecFor().schema.constructors.get('rpc_error')?.id) {
      return codecFor().decode.object(bytes);
    }
    return codecFor(this.layer).readAnswer(method, bytes);
  }

  /** Settles when the server has closed the connection. */
  async end(): Promise<void> {
    while (!this.closed) await this.#change();
  }

  async #change(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 50);
      this.#waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #take(packet: Buffer): void {
    if (packet.length < 24) {
      this.transportErrors.push(packet.readInt32LE(0));
      return;
    }
    const msgKey = packet.subarray(8, 24);
    const cipher = messageCipher(this.key.bytes, msgKey, 'server');
    // What is over whole blocks is the padding of the transport.
    const encrypted = packet.subarray(24, packet.length - ((packet.length - 24) % 16));
    const plain = igeDecrypt(encrypted, cipher.key, cipher.iv);
    if (!messageKey(this.key.bytes, plain, 'server').equals(msgKey)) throw new Error('wrong msg_key');
    const body = plain.subarray(32, 32 + plain.readInt32LE(28));
    this.#read(plain.readBigInt64LE(16), plain.readInt32LE(24), body, false);
  }

  #read(messageId: bigint, sequence: number, body: Buffer, packed: boolean): void {
    if (body.readUInt32LE(0) === CONTAINER_ID) {
      const messages = splitContainer(body);
      if (typeof messages === 'string') throw new Error(messages);
      for (const inner of messages) this.#read(inner.messageId, inner.sequence, inner.body, true);
      return;
    }
    const isResult = body.readUInt32LE(0) === RPC_RESULT;
    const object = isResult ? readResult(body) : codecFor(this.layer).decode.object(body);
    this.received.push({ messageId, sequence, packed, object });
  }
}

/** Whether a message is the result of a call. */
export function isResultOf(received: Received, messageId: bigint): boolean {
  return received.object._ === 'rpc_result' && received.object['req_msg_id'] === messageId;
}

function readResult(body: Buffer): TlObject {
  const reader = new TlReader(body.subarray(12));
  const zipped = reader.peek() === GZIP;
  const result = zipped ? unpack(new TlReader(body.subarray(16)).bytes()) : body.subarray(12);
  return { _: 'rpc_result', req_msg_id: body.readBigInt64LE(4), result: new Uint8Array(result), zipped };
}
