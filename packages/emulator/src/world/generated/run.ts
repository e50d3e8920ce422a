import { isFile } from '../files.js';
import { isDeepStrictEqual } from 'node:util';
import { stable64 } from '../chance.js';
import type { MessageCopy, PeerRef, WorldDocument, WorldMessage, WorldPhoto, WorldReply } from '../model.js';
import type { GeneratedMessages } from './options.js';
import { draw, smallMedia, smallTalk } from './small-talk.js';

/** How many messages that were taken for changing are looked after before they are compared with what they were. */
const IN_HAND = 1000;

/** In which box a run begins at which id. */
export interface RunStart {
  readonly owner: bigint;
  readonly firstId: number;
}

/**
 * Messages made when they are asked for. One that was taken by its id ({@link take}) may be changed: it is kept from then
 * on, if it differs from what would be made anew. All others take no memory.
 */
export class GeneratedRun {
  readonly count: number;
  readonly #seed: number;
  readonly #firstFile: bigint;
  readonly #inHand = new Map<number, WorldMessage>();
  readonly #changed = new Map<number, WorldMessage>();

  constructor(
    private readonly options: GeneratedMessages,
    private readonly starts: readonly RunStart[],
    private readonly authors: readonly bigint[],
    /** A broadcast channel names no sender. */
    private readonly isBroadcast: boolean,
  ) {
    this.count = options.count;
    const seed = stable64('generated', options.seed ?? '', options.peer.kind, options.peer.id);
    this.#seed = Number(BigInt.asUintN(32, seed));
    this.#firstFile = 6_000_000_000_000_000_000n + (BigInt.asUintN(31, seed >> 32n) << 24n);
  }

  /** When message `number` was sent; never earlier than the one before it. */
  dateAt(number: number): number {
    const { from, until } = this.options;
    if (this.count === 1 || number >= this.count - 1) return this.count === 1 ? from : until;
    const jitter = number === 0 ? 0 : draw(this.#seed, number, 4) / 2 ** 32;
    return from + Math.floor(((number + jitter) * (until - from)) / this.count);
  }

  /** Message `number`, to be read. */
  peek(number: number): WorldMessage {
    return this.#changed.get(number) ?? this.#inHand.get(number) ?? this.#make(number);
  }

  /** Message `number`, to be read or changed. */
  take(number: number): WorldMessage {
    const known = this.#changed.get(number) ?? this.#inHand.get(number);
    if (known !== undefined) return known;
    const message = this.#make(number);
    this.#inHand.set(number, message);
    if (this.#inHand.size > IN_HAND) this.#letGo();
    return message;
  }

  /** The file of that id, when a message of this run carries it. */
  file(id: bigint): WorldPhoto | WorldDocument | undefined {
    const number = Number(id - this.#firstFile);
    if (id < this.#firstFile || number >= this.count) return undefined;
    const { media } = this.#make(number);
    return isFile(media) && media.id === id ? media : undefined;
  }

  #letGo(): void {
    for (const [number, message] of this.#inHand) {
      this.#inHand.delete(number);
      if (!isDeepStrictEqual(message, this.#make(number))) this.#changed.set(number, message);
      return;
    }
  }

  #make(number: number): WorldMessage {
    const { answers, ...content } = this.options.write?.(number) ?? smallTalk(this.#seed, number);
    const date = this.dateAt(number);
    const author = this.authors[draw(this.#seed, number, 5) % this.authors.length];
    const media =
      content.media ??
      (this.options.write === undefined
        ? smallMedia(this.#seed, number, this.#firstFile + BigInt(number), date)
        : undefined);
    return {
      peer: this.#addressee(author),
      copies: this.starts.map(({ owner, firstId }): MessageCopy => ({ owner, id: firstId + number })),
      date,
      ...(author !== undefined && { author }),
      ...(author !== undefined && !this.isBroadcast && { from: { kind: 'user', id: author } }),
      ...(answers !== undefined &&
        answers > 0 &&
        answers <= number && { replyTo: this.#reply(number - answers) }),
      ...(this.isBroadcast && { views: 1 + (draw(this.#seed, number, 6) % 5000) }),
      ...content,
      text: content.text ?? '',
      ...(media !== undefined && { media }),
    };
  }

  /** In a private chat a message goes to the end that did not write it. */
  #addressee(author: bigint | undefined): PeerRef {
    const { peer, owner } = this.options;
    return peer.kind !== 'user' || owner === undefined || author === owner
      ? peer
      : { kind: 'user', id: owner };
  }

  #reply(number: number): WorldReply {
    const [start, other] = this.starts;
    const id = (start?.firstId ?? 0) + number;
    // With one box the bare id says it all; the two ends of a private chat have ids of their own.
    return other === undefined ? { id } : { id, message: this.peek(number) };
  }
}
