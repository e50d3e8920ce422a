/*
 * One MTProto session: unpacks what a client sends, refuses what breaks the rules, answers service messages itself and
 * hands API requests on. A session outlives its connection.
 */
import { TlError } from '../tl/error.js';
import { unpack } from '../tl/decode.js';
import { serviceCodec } from '../tl/codec.js';
import { TlReader, fullAllowance } from '../tl/reader.js';
import type { Allowance } from '../tl/reader.js';
import type { TlObject } from '../tl/value.js';
import { Answers, rpcError, rpcResult } from './answers.js';
import type { AuthKey } from './auth-keys.js';
import { splitContainer } from './container.js';
import type { InnerMessage } from './container.js';
import type { Envelope } from './envelope.js';
import { Inbox } from './inbox.js';
import type { Verdict } from './inbox.js';
import { Outbox } from './outbox.js';
import type { OutMessage } from './outbox.js';
import { acceptsSalt } from './salts.js';
import { CONTAINER_ID, GZIP_ID, answerServiceMessage, parityOf } from './service-messages.js';

/** What a session needs from the data centre around it. */
export interface SessionHost {
  readonly pack: boolean;
  /** World time in milliseconds. */
  now(): number;
  /** Notes a rule that a client broke. */
  report(problem: string): void;
  /** An API request arrived: its bytes, unpacked. */
  request(session: Session, messageId: bigint, body: Buffer): void;
  /** A request arrived a second time under the same message id; it is not done again. */
  repeated(session: Session, messageId: bigint): void;
  /** Ends another session of the same key; false when there is none. */
  destroySession(key: AuthKey, sessionId: bigint): boolean;
  /** Forgets a key at its holder's wish. */
  destroyKey(key: AuthKey): void;
}

/** The connection that carries a session now. */
export interface Link {
  transmit(key: AuthKey, envelope: Envelope): void;
  close(): void;
  /** Closes after this many seconds of real time unless asked again. */
  closeAfter(seconds: number): void;
}

/** One session of one auth key. */
export class Session {
  readonly answers = new Answers();
  readonly inbox = new Inbox();
  readonly outbox: Outbox;
  /** Whether updates are sent over it: after the first request that did not decline them. */
  wantsUpdates = false;
  /** The layer of its own initConnection; several clients may share a key. */
  layer: number | undefined;
  #link: Link | undefined;
  #greeted = false;

  constructor(
    readonly id: bigint,
    readonly key: AuthKey,
    readonly host: SessionHost,
  ) {
    this.outbox = new Outbox(host, (message) => this.#transmit(message));
  }

  get link(): Link | undefined {
    return this.#link;
  }

  /** The session goes on over this connection; what was not acknowledged is sent again. */
  attach(link: Link): void {
    if (this.#link === link) return;
    const resumed = this.#greeted;
    this.#link = link;
    if (resumed) this.outbox.resend();
  }

  detach(link: Link): void {
    if (this.#link === link) this.#link = undefined;
  }

  /** Takes one decrypted packet. */
  receive(envelope: Envelope): void {
    const { messageId, sequence, salt, body } = envelope;
    const id = body.length < 4 ? 0 : body.readUInt32LE(0);
    if (!acceptsSalt(this.key, salt, this.host.now())) {
      this.#refuse('bad_server_salt', messageId, sequence, 48, { new_server_salt: this.key.salt });
      return;
    }
    const verdict = this.inbox.judge({ messageId, sequence, parity: parityOf(id) }, this.host.now());
    if (id === CONTAINER_ID && verdict === 'repeated') {
      this.#refuseMessage(messageId, sequence, 19);
      return;
    }
    if (!this.#take({ messageId, sequence, body }, verdict)) return;
    this.#greet(messageId);
    if (id === CONTAINER_ID) this.#receiveContainer(messageId, sequence, body);
    else this.#process(messageId, body, fullAllowance());
  }

  /** Sends the answer to a request and keeps it for the case that the request comes again. */
  answer(messageId: bigint, answer: Buffer, options: { readonly lose?: boolean } = {}): void {
    this.#end(messageId, 'done', rpcResult(messageId, answer), options.lose === true);
  }

  /** Sends an error as the answer to a request. */
  fail(messageId: bigint, code: number, text: string): void {
    this.#end(messageId, 'failed', rpcError(messageId, code, text), false);
  }

  /** The request counts as never arrived. */
  forget(messageId: bigint): void {
    this.answers.forget(messageId);
    this.inbox.forget(messageId);
  }

  /** Queues an MTProto message of the server's own. */
  reply(message: TlObject, content = false): void {
    this.outbox.push({ body: serviceCodec().encode.object(message), kind: 'reply', content });
  }

  #end(messageId: bigint, state: 'failed' | 'done', body: Buffer, lose: boolean): void {
    this.answers.end(messageId, state, body);
    if (!lose) this.outbox.push({ body, kind: 'reply', content: true });
  }

  #receiveContainer(container: bigint, sequence: number, body: Buffer): void {
    const inner = splitContainer(body);
    if (typeof inner === 'string') {
      this.host.report(`container ${container}: ${inner}`);
      this.#refuseMessage(container, sequence, 64);
      return;
    }
    const allowance = fullAllowance();
    for (const message of inner) {
      const id = message.body.length < 4 ? 0 : message.body.readUInt32LE(0);
      const verdict = this.inbox.judge({ ...message, parity: parityOf(id), container }, this.host.now());
      if (this.#take(message, id === CONTAINER_ID ? 64 : verdict))
        this.#process(message.messageId, message.body, allowance);
    }
  }

  /** Deals with all that is not fresh; true for what is. */
  #take(message: InnerMessage, verdict: Verdict): boolean {
    if (verdict === 'fresh') return true;
    if (verdict === 'repeated') this.#repeat(message.messageId);
    else this.#refuseMessage(message.messageId, message.sequence, verdict);
    return false;
  }

  #repeat(messageId: bigint): void {
    this.reply({ _: 'msgs_ack', msg_ids: [messageId] });
    const request = this.answers.get(messageId);
    if (request === undefined) return;
    this.host.repeated(this, messageId);
    if (request.body !== undefined) this.outbox.push({ body: request.body, kind: 'reply', content: true });
  }

  #process(messageId: bigint, packed: Buffer, allowance: Allowance): void {
    try {
      const zipped = packed.length >= 4 && packed.readUInt32LE(0) === GZIP_ID;
      const body = zipped ? unpack(new TlReader(packed.subarray(4)).bytes(), allowance) : packed;
      if (answerServiceMessage(this, messageId, body)) return;
      this.reply({ _: 'msgs_ack', msg_ids: [messageId] });
      this.answers.begin(messageId);
      this.host.request(this, messageId, body);
    } catch (error) {
      if (!(error instanceof TlError)) throw error;
      this.host.report(`message ${messageId} cannot be read: ${error.message}`);
    }
  }

  #refuseMessage(messageId: bigint, sequence: number, code: number): void {
    // A wrong clock is no fault of the client's program; every other refusal is.
    if (code !== 16 && code !== 17)
      this.host.report(`message ${messageId} with seq_no ${sequence}: error ${code}`);
    this.#refuse('bad_msg_notification', messageId, sequence, code, {});
  }

  #refuse(name: string, messageId: bigint, sequence: number, code: number, more: Omit<TlObject, '_'>): void {
    this.reply({ _: name, bad_msg_id: messageId, bad_msg_seqno: sequence, error_code: code, ...more });
  }

  #greet(firstMessageId: bigint): void {
    if (this.#greeted) return;
    this.#greeted = true;
    const message: TlObject = {
      _: 'new_session_created',
      first_msg_id: firstMessageId,
      unique_id: this.id,
      server_salt: this.key.salt,
    };
    this.outbox.push({ body: serviceCodec().encode.object(message), kind: 'notice', content: true });
  }

  #transmit(message: OutMessage): boolean {
    this.#link?.transmit(this.key, { ...message, salt: this.key.salt, sessionId: this.id });
    return this.#link !== undefined;
  }
}
