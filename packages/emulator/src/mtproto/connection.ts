/* One TCP connection to a data centre: transport, handshake in the clear, encrypted packets to their sessions. */
import type { Socket } from 'node:net';
import { serviceCodec } from '../tl/codec.js';
import { TlError } from '../tl/error.js';
import { TlReader } from '../tl/reader.js';
import { TlWriter } from '../tl/writer.js';
import type { AuthKey, AuthKeys } from './auth-keys.js';
import { openEnvelope, sealEnvelope } from './envelope.js';
import type { Envelope } from './envelope.js';
import { Handshake, HandshakeError } from './handshake.js';
import type { Link, Session } from './session.js';
import { DetectedTransport } from './transport/detect.js';
import { TransportError } from './transport/transport.js';
import type { Packet } from './transport/transport.js';

/** Transport error of a data centre that does not know the auth key. */
const UNKNOWN_KEY = -404;
/** How long a connection that was told an error may still be open. */
const CLOSE_AFTER_S = 2;
/** A client that does not read what it is sent is given up, past so many bytes. */
const MAX_UNSENT = 32 * 1024 * 1024;
/** More sessions one connection does not carry; the one that was here first goes on without it. */
const MAX_SESSIONS = 16;

/** What a connection needs from the data centre around it. */
export interface ConnectionHost {
  readonly dc: number;
  readonly keys: AuthKeys;
  now(): number;
  report(problem: string): void;
  /** The transport error for a new connection that is to be turned away. */
  refusal(): number | undefined;
  /** A connection begins to carry a key, or has ended. */
  holds(key: AuthKey, connection: Connection): void;
  released(connection: Connection): void;
  /** The session of this id, made when it is new. */
  sessionOf(key: AuthKey, sessionId: bigint): Session;
}

/** Serves one socket until it closes. */
export class Connection implements Link {
  /** The client's IP address. */
  readonly address: string;
  readonly #transport = new DetectedTransport();
  readonly #handshake: Handshake;
  readonly #sessions = new Set<Session>();
  #lastPlainId = 0n;
  #deadline: NodeJS.Timeout | undefined;
  readonly #keys = new Set<AuthKey>();
  #isWelcome = false;
  #isOver = false;

  constructor(
    private readonly socket: Socket,
    private readonly host: ConnectionHost,
  ) {
    this.address = socket.remoteAddress ?? '';
    this.#handshake = new Handshake(host.keys, host.dc, () => host.now());
    socket.setNoDelay(true);
    socket.on('data', (data) => this.#receive(data));
    // A reset by the client is an end like any other; 'close' follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#ended());
  }

  transmit(key: AuthKey, envelope: Envelope): void {
    this.#write(sealEnvelope(key, envelope));
  }

  close(): void {
    this.socket.destroy();
  }

  closeAfter(seconds: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.close(), seconds * 1000);
    this.#deadline.unref();
  }

  #receive(data: Buffer): void {
    try {
      for (const packet of this.#transport.feed(data)) this.#take(packet);
    } catch (error) {
      const isTheirs =
        error instanceof TransportError || error instanceof HandshakeError || error instanceof TlError;
      // A fault of the emulator ends the connection that found it, and no other.
      const what = error instanceof Error ? (isTheirs ? error.message : error.stack) : String(error);
      this.host.report(`connection to ${this.host.dc}: ${what}`);
      this.close();
    }
  }

  #take({ data, quickAck }: Packet): void {
    if (this.socket.destroyed || this.#isOver) return;
    if (!this.#isWelcome && this.#isRefused()) return;
    if (data.length < 24) throw new TransportError(`a packet of ${data.length} bytes holds no message`);
    if (data.readBigUInt64LE(0) === 0n) this.#answerPlain(data);
    else this.#takeEncrypted(data, quickAck);
  }

  #takeEncrypted(packet: Buffer, quickAck: boolean): void {
    const key = this.host.keys.find(packet.subarray(0, 8).toString('hex'), this.host.dc);
    const isOver = key?.expiresAt !== undefined && key.expiresAt * 1000 <= this.host.now();
    if (key === undefined || isOver) {
      this.#fail(UNKNOWN_KEY);
      return;
    }
    const envelope = openEnvelope(key, packet);
    if (typeof envelope === 'string') throw new TransportError(envelope);
    if (quickAck) this.#acknowledgeQuickly(envelope.ackToken);
    if (!this.#keys.has(key)) {
      this.#keys.add(key);
      this.host.holds(key, this);
    }
    const session = this.host.sessionOf(key, envelope.sessionId);
    this.#carry(session);
    session.receive(envelope);
  }

  #carry(session: Session): void {
    this.#sessions.add(session);
    session.attach(this);
    const [oldest] = this.#sessions;
    if (oldest === undefined || this.#sessions.size <= MAX_SESSIONS) return;
    this.#sessions.delete(oldest);
    oldest.detach(this);
  }

  #isRefused(): boolean {
    const code = this.host.refusal();
    this.#isWelcome = code === undefined;
    if (code !== undefined) this.#fail(code);
    return code !== undefined;
  }

  /** A transport error, and the end. */
  #fail(code: number): void {
    const error = Buffer.alloc(4);
    error.writeInt32LE(code, 0);
    this.#write(error);
    this.#isOver = true;
    this.socket.end();
    // A client that does not close its side is not waited for.
    this.closeAfter(CLOSE_AFTER_S);
  }

  #answerPlain(packet: Buffer): void {
    const reader = new TlReader(packet.subarray(8));
    if (reader.long() % 4n !== 0n) throw new HandshakeError('the message id is not divisible by four');
    const request = serviceCodec().decode.object(reader.view(reader.int()));
    // Acknowledgements need no answer, and some clients send them in the clear too.
    if (request._ === 'msgs_ack') return;
    const body = serviceCodec().encode.object(this.#handshake.answer(request));
    const writer = new TlWriter();
    writer.long(0n);
    writer.long(this.#plainId());
    writer.int(body.length);
    writer.raw(body);
    this.#write(writer.finish());
  }

  #plainId(): bigint {
    const id = (BigInt(Math.floor(this.host.now() / 1000)) << 32n) | 1n;
    this.#lastPlainId = id > this.#lastPlainId ? id : this.#lastPlainId + 4n;
    return this.#lastPlainId;
  }

  #write(packet: Uint8Array): void {
    this.#send(this.#transport.frame(packet));
  }

  #acknowledgeQuickly(token: number): void {
    const framed = this.#transport.frameQuickAck(token);
    if (framed !== undefined) this.#send(framed);
  }

  #send(bytes: Uint8Array): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes);
    if (this.socket.writableLength > MAX_UNSENT) this.close();
  }

  #ended(): void {
    clearTimeout(this.#deadline);
    this.host.released(this);
    for (const session of this.#sessions) session.detach(this);
  }
}
