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

/** What a client says of itself in initConnection. */
export interface ClientInfo {
  readonly apiId: number;
  readonly deviceModel: string;
  readonly systemVersion: string;
  readonly appVersion: string;
  /** Platform as the client's language pack names it (`tdesktop`, `android`); often empty. */
  readonly langPack: string;
}

/** One login of an account: an auth key that it is logged in with. Dates are world time, seconds since the epoch. */
export interface Login {
  readonly authKeyId: string;
  readonly client: ClientInfo;
  readonly since: number;
  readonly active: number;
}

/** The logins of all accounts, and what can be done to them. */
export interface Logins {
  /** An account's logins, oldest first; those carried over to further data centres belong to the one they came from. */
  of(userId: bigint): readonly Login[];
  /** Whether an auth key is logged in as that user. */
  isOpen(authKeyId: string, userId: bigint): boolean;
  /** Ends a login from outside: its next calls are answered with 401 SESSION_REVOKED. */
  revoke(authKeyId: string): void;
  /** Sends an update to the sessions of an auth key, logged in or not. */
  notify(authKeyId: string, updates: TlObject): void;
}

/** What wrappers around a call say about it (core.telegram.org/api/invoking). */
export interface Wrapping {
  readonly takeoutId?: bigint;
  /** Message ids that the answer may hold, both ends included. */
  readonly range?: { readonly min: number; readonly max: number };
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
  readonly client: ClientInfo;
  readonly logins: Logins;
  readonly wrapping: Wrapping;
  /** World time in seconds since the epoch. */
  now(): number;
  /**
   * Binds this auth key to a user (after sign-in), or unbinds it and what came from it (log-out). `origin` is the auth
   * key of another data centre whose login is carried over.
   */
  bind(userId: bigint | undefined, origin?: string): void;
  /** Sends an update to every other session of a user. */
  push(userId: bigint, updates: TlObject): void;
  /**
   * Runs something at a moment of world time (seconds since the epoch; a past one is after this call's answer), in a
   * context of its own, whose pushes reach every session of a user.
   */
  later(at: number, run: (call: CallContext) => void): void;
}

/** What happens needs of a call: the world, its time, and a way to tell. What comes due by itself has no more than that. */
export type Stage = Pick<CallContext, 'world' | 'now' | 'push' | 'later'>;

/** Answers one method. Throws {@link RpcError} for an error answer. */
export type Handler = (request: TlObject, call: CallContext) => TlValue | Promise<TlValue>;

/** The methods a service answers, by TL name. */
export type Handlers = Readonly<Record<string, Handler>>;
