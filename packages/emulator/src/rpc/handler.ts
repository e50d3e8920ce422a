import type { TlObject, TlValue } from '../tl/value.js';
import type { World } from '../world/world.js';

/** An error a data centre answers a call with (core.telegram.org/api/errors): HTTP-like code and upper-case message. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    readonly text: string,
  ) {
    super(`${code} ${text}`);
    this.name = 'RpcError';
  }
}

/** What a handler may know about the connection that carries its call. */
export interface CallContext {
  readonly world: World;
  /** The user whom this auth key is logged in as; undefined before login. */
  readonly userId: bigint | undefined;
  /** Identifies the auth key, as 16 hexadecimal digits: login state hangs on it. */
  readonly authKeyId: string;
  readonly dc: number;
  readonly layer: number;
  /** World time in seconds since the epoch. */
  now(): number;
  /** Binds this auth key to a user (after sign-in), or unbinds it (log-out). */
  bind(userId: bigint | undefined): void;
  /** Sends an update to every other session of a user. */
  push(userId: bigint, updates: TlObject): void;
}

/** Answers one method. Throws {@link RpcError} for an error answer. */
export type Handler = (request: TlObject, call: CallContext) => TlValue | Promise<TlValue>;

/** The methods a service answers, by TL name. */
export type Handlers = Readonly<Record<string, Handler>>;
