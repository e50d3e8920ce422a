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
  /**
   * Runs something at a moment of world time (seconds since the epoch; a past one is after this call's answer), in a
   * context of its own, whose pushes reach every session of a user.
   */
  later(at: number, run: (call: CallContext) => void): void;
}

/** Answers one method. Throws {@link RpcError} for an error answer. */
export type Handler = (request: TlObject, call: CallContext) => TlValue | Promise<TlValue>;

/** The methods a service answers, by TL name. */
export type Handlers = Readonly<Record<string, Handler>>;
