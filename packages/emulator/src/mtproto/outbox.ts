/*
 * What a session has to send. All that is queued within one turn of the event loop leaves as one container, as the
 * real service packs answers; what asks for an acknowledgement is kept until it comes, and sent again when the session
 * goes on over another connection.
 */
import { TlWriter } from '../tl/writer.js';

/** One message on its way out, with the id and sequence number it got. */
export interface OutMessage {
  readonly messageId: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

/** `reply` belongs to a message of the client, `notice` does not; only `content` asks for an acknowledgement. */
export interface Outgoing {
  readonly body: Buffer;
  readonly kind: 'reply' | 'notice';
  readonly content: boolean;
}

const CONTAINER = 0x73f1f8dc;
const MAX_MESSAGES = 100;
const MAX_BYTES = 1_000_000;
const MAX_UNACKED = 400;
/** What is not acknowledged is kept up to so many bytes. */
const MAX_UNACKED_BYTES = 8 * 1024 * 1024;
/** A clock that went back further than this is followed; smaller steps are not, so that ids keep rising. */
const MAX_STEP_BACK = 2n << 32n;

/** The sending half of a session. */
export class Outbox {
  #queue: Outgoing[] = [];
  /** What to send again, each once. */
  readonly #again = new Map<bigint, OutMessage>();
  readonly #unacked = new Map<bigint, OutMessage>();
  #unackedBytes = 0;
  #lastId = 0n;
  #contentCount = 0;
  #scheduled = false;

  /** `send` gets one message, a container or a single one, and says whether there was a connection to take it. */
  constructor(
    private readonly options: { readonly pack: boolean; readonly now: () => number },
    private readonly send: (message: OutMessage) => boolean,
  ) {}

  /** Queues a message; it leaves at the end of this turn of the event loop. */
  push(outgoing: Outgoing): void {
    this.#queue.push(outgoing);
    this.#schedule();
  }

  /** The client has these. Returns which were waiting for it. */
  acknowledge(messageIds: readonly bigint[]): void {
    for (const id of messageIds) this.#drop(id);
  }

  /** Sends again, under their old ids, what was not acknowledged: all of it, or these. */
  resend(messageIds: readonly bigint[] = [...this.#unacked.keys()]): void {
    for (const id of messageIds) {
      const message = this.#unacked.get(id);
      if (message !== undefined) this.#again.set(id, message);
    }
    if (this.#again.size > 0 || this.#queue.length > 0) this.#schedule();
  }

  /** Sends now what is queued. */
  flush(): void {
    const queue = this.#queue.splice(0);
    const messages = [...this.#again.values()];
    this.#again.clear();
    for (const outgoing of queue) {
      const message = this.#stamp(outgoing);
      messages.push(message);
      if (outgoing.content) this.#keep(message);
    }
    if (!this.options.pack) for (const message of messages) this.send(message);
    else for (const batch of batches(messages)) this.#sendBatch(batch);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  #sendBatch(batch: readonly OutMessage[]): void {
    const [only] = batch;
    if (only === undefined) return;
    if (batch.length === 1) this.send(only);
    else this.send(this.#stamp({ body: container(batch), kind: 'notice', content: false }));
  }

  #stamp(outgoing: Outgoing): OutMessage {
    const sequence = this.#contentCount * 2 + (outgoing.content ? 1 : 0);
    if (outgoing.content) this.#contentCount += 1;
    return { messageId: this.#nextId(outgoing.kind), sequence, body: outgoing.body };
  }

  #nextId(kind: Outgoing['kind']): bigint {
    const now = this.options.now();
    const seconds = Math.floor(now / 1000);
    const fraction = Math.floor(((now - seconds * 1000) / 1000) * 2 ** 32);
    let id = (BigInt(seconds) << 32n) | (BigInt(fraction) & ~3n);
    const last = this.#lastId & ~3n;
    if (id <= last && last - id < MAX_STEP_BACK) id = last + 4n;
    this.#lastId = id;
    return id | (kind === 'reply' ? 1n : 3n);
  }

  #keep(message: OutMessage): void {
    this.#unacked.set(message.messageId, message);
    this.#unackedBytes += message.body.length;
    while (this.#unacked.size > MAX_UNACKED || this.#unackedBytes > MAX_UNACKED_BYTES) {
      const [oldest] = this.#unacked.keys();
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  #drop(id: bigint): void {
    this.#unackedBytes -= this.#unacked.get(id)?.body.length ?? 0;
    this.#unacked.delete(id);
  }
}

function batches(messages: readonly OutMessage[]): OutMessage[][] {
  const all: OutMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    bytes += message.body.length + 16;
    const current = all.at(-1);
    if (current !== undefined && current.length < MAX_MESSAGES && bytes <= MAX_BYTES) current.push(message);
    else {
      all.push([message]);
      bytes = message.body.length + 16;
    }
  }
  return all;
}

function container(messages: readonly OutMessage[]): Buffer {
  const writer = new TlWriter();
  writer.uint(CONTAINER);
  writer.int(messages.length);
  for (const message of messages) {
    writer.long(message.messageId);
    writer.int(message.sequence);
    writer.int(message.body.length);
    writer.raw(message.body);
  }
  return writer.finish();
}
