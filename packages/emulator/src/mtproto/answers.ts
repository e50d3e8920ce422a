import { gzipSync } from 'node:zlib';
import { GZIP_PACKED } from '../tl/decode.js';
import { TlWriter } from '../tl/writer.js';

const RPC_RESULT = 0xf35c6d01;
const RPC_ERROR = 0x2144ca19;
const GZIP_FROM = 1024;
const REMEMBERED = 400;
/** Answers are kept up to so many bytes in all; of older ones it is known only that they were given. */
const REMEMBERED_BYTES = 8 * 1024 * 1024;

/** How far a request has come; `body` is its answer as it was or would have been sent. */
export interface Answered {
  state: 'running' | 'failed' | 'done';
  body?: Buffer;
  /** Settles when the answer is there. */
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

/** The requests of a session and their answers: a request that arrives again is answered again, not done again. */
export class Answers {
  readonly #requests = new Map<bigint, Answered>();
  #bytes = 0;

  begin(messageId: bigint): void {
    const { promise, resolve } = deferred();
    this.#requests.set(messageId, { state: 'running', settled: promise, settle: resolve });
    if (this.#requests.size <= REMEMBERED) return;
    const [oldest] = this.#requests.keys();
    if (oldest !== undefined) this.forget(oldest);
  }

  get(messageId: bigint): Answered | undefined {
    return this.#requests.get(messageId);
  }

  /** Keeps the answer of a request. */
  end(messageId: bigint, state: 'failed' | 'done', body: Buffer): void {
    const request = this.#requests.get(messageId);
    if (request === undefined) return;
    request.state = state;
    request.body = body;
    this.#bytes += body.length;
    request.settle();
    if (this.#bytes > REMEMBERED_BYTES) this.#dropOldest(request);
  }

  /** The request counts as never made. */
  forget(messageId: bigint): void {
    const request = this.#requests.get(messageId);
    if (request === undefined) return;
    this.#bytes -= request.body?.length ?? 0;
    request.settle();
    this.#requests.delete(messageId);
  }

  #dropOldest(newest: Answered): void {
    for (const request of this.#requests.values()) {
      if (this.#bytes <= REMEMBERED_BYTES) return;
      if (request === newest || request.body === undefined) continue;
      this.#bytes -= request.body.length;
      delete request.body;
    }
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const settlers: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => {
    settlers.push(resolve);
  });
  return { promise, resolve: () => settlers.forEach((settle) => settle()) };
}

/** rpc_result around an answer; gzip_packed when it is long. */
export function rpcResult(messageId: bigint, answer: Buffer): Buffer {
  const writer = new TlWriter(answer.length + 64);
  writer.uint(RPC_RESULT);
  writer.long(messageId);
  if (answer.length > GZIP_FROM) {
    const packed = gzipSync(answer, { level: 1 });
    if (packed.length < answer.length) {
      writer.uint(GZIP_PACKED);
      writer.bytes(packed);
      return writer.finish();
    }
  }
  writer.raw(answer);
  return writer.finish();
}

/** rpc_result around an error. */
export function rpcError(messageId: bigint, code: number, text: string): Buffer {
  const writer = new TlWriter();
  writer.uint(RPC_RESULT);
  writer.long(messageId);
  writer.uint(RPC_ERROR);
  writer.int(code);
  writer.string(text);
  return writer.finish();
}
