/* Which API layer a request is read and answered in (core.telegram.org/api/invoking#layers). */
import type { Session } from '../mtproto/session.js';
import { knownLayers, servedLayer } from '../tl/load.js';
import { TlError } from '../tl/error.js';
import { LAYER } from '../tl/schemas/telegram.js';

const INVOKE_WITH_LAYER = 0xda9b0d0d;
/** Wrappers that may stand outside of it, and the bytes before what they wrap. */
const OUTER: Readonly<Record<number, number>> = {
  // invokeAfterMsg
  0xcb9f372d: 12,
  // invokeWithoutUpdates
  0xbf9459b7: 4,
};

/** The layer that a client asks to be served in. */
export interface AskedLayer {
  /** As the client says it. */
  readonly named: number | undefined;
  /** The one it gets. */
  readonly served: number;
}

/**
 * The layer of a request: the one it names itself, else its session's, else its key's. Throws {@link TlError} when
 * every known layer is newer.
 */
export function askedLayer(session: Session, body: Buffer): AskedLayer {
  const named = namedLayer(body);
  if (named === undefined) return { named, served: layerOf(session) ?? LAYER };
  const served = servedLayer(named);
  if (served === undefined) {
    throw new TlError(
      `layer ${named} is older than all known ones (${knownLayers().join(', ')}); registerSchema adds it`,
    );
  }
  return { named, served };
}

/** The layer a session was begun in, with initConnection; a new session goes on in its key's. */
export function layerOf(session: Session): number | undefined {
  return session.layer ?? session.key.layer;
}

/** Peeked at, since it decides how the rest is read. */
function namedLayer(body: Buffer): number | undefined {
  let at = 0;
  while (at + 8 <= body.length) {
    const id = body.readUInt32LE(at);
    if (id === INVOKE_WITH_LAYER) return body.readInt32LE(at + 4);
    const step = OUTER[id];
    if (step === undefined) return undefined;
    at += step;
  }
  return undefined;
}
