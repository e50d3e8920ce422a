import type { AuthKey } from '../mtproto/auth-keys.js';
import { Session } from '../mtproto/session.js';
import type { SessionHost } from '../mtproto/session.js';
import { codecFor } from '../tl/codec.js';
import { TlError } from '../tl/error.js';
import type { TlObject } from '../tl/value.js';
import { layerOf } from './layers.js';

/** Clients open a new session at each reconnection; only so many abandoned ones are kept for each key. */
const MAX_ABANDONED = 32;
/** Of all keys together, so many sessions are kept while some of them are abandoned. */
const MAX_SESSIONS = 2000;

/** All sessions of all keys. */
export class Sessions {
  readonly #byKey = new Map<string, Map<bigint, Session>>();

  /** The session of this id, made when it is new. */
  of(key: AuthKey, sessionId: bigint, host: SessionHost): Session {
    const sessions = this.#byKey.get(key.id) ?? new Map<bigint, Session>();
    this.#byKey.set(key.id, sessions);
    let session = sessions.get(sessionId);
    if (session === undefined) {
      session = new Session(sessionId, key, host);
      sessions.set(sessionId, session);
      prune(sessions);
      if (this.size > MAX_SESSIONS) this.#dropAbandoned(session);
    }
    return session;
  }

  /** Forgets the sessions of a key that is gone. */
  dropKey(authKeyId: string): void {
    this.#byKey.delete(authKeyId);
  }

  /** How many sessions are kept in all. */
  get size(): number {
    return this.#all().length;
  }

  /** Forgets a session; false when there is none. */
  destroy(key: AuthKey, sessionId: bigint): boolean {
    return this.#byKey.get(key.id)?.delete(sessionId) ?? false;
  }

  /** Sessions that have a connection, of one user or of all. */
  connected(userId?: bigint): Session[] {
    return this.#all().filter(
      ({ link, key }) => link !== undefined && (userId === undefined || key.userId === userId),
    );
  }

  /**
   * Sends updates to the sessions of a user that want them, except the one that caused them. A session that has lost
   * its connection gets them with the next one: its client may go on in it and ask for nothing.
   */
  push(userId: bigint, updates: TlObject, except?: Session): void {
    send(
      this.#all().filter((session) => session !== except && session.key.userId === userId),
      updates,
    );
  }

  /** Sends updates to the sessions of one auth key that want them, logged in or not. */
  pushToKey(authKeyId: string, updates: TlObject): void {
    send(
      this.#all().filter(({ key }) => (key.permanent ?? key).id === authKeyId),
      updates,
    );
  }

  /** Drops the session that was begun first of those without a connection, but for one. */
  #dropAbandoned(kept: Session): void {
    const oldest = this.#all().find((session) => session.link === undefined && session !== kept);
    if (oldest !== undefined) this.destroy(oldest.key, oldest.id);
  }

  #all(): Session[] {
    return [...this.#byKey.values()].flatMap((sessions) => [...sessions.values()]);
  }
}

function send(sessions: readonly Session[], updates: TlObject): void {
  const bodies = new Map<number | undefined, Buffer>();
  for (const session of sessions) {
    if (!session.wantsUpdates) continue;
    const layer = layerOf(session);
    const body = bodies.get(layer) ?? written(session, layer, updates);
    bodies.set(layer, body);
    session.outbox.push({ body, kind: 'notice', content: true });
  }
}

/**
 * Updates in the form of a layer. One that has no form for them is a mistake of who rendered them; the call of somebody
 * else must not fail for it, and the client can ask for what it missed.
 */
function written(session: Session, layer: number | undefined, updates: TlObject): Buffer {
  const { encode } = codecFor(layer);
  try {
    return encode.object(updates);
  } catch (error) {
    if (!(error instanceof TlError)) throw error;
    session.host.report(`updates cannot be written: ${error.message}`);
    return encode.object({ _: 'updatesTooLong' });
  }
}

function prune(sessions: Map<bigint, Session>): void {
  const abandoned = [...sessions.values()].filter((session) => session.link === undefined);
  // The newest is the one just made: it gets its connection next.
  for (const session of abandoned.slice(0, Math.max(0, abandoned.length - MAX_ABANDONED))) {
    sessions.delete(session.id);
  }
}
