/**
 * Runtime fixes for faults of the client library, each shown by a test in `fixes.test.ts`. The library is frozen, so its
 * faults stay; they are mended in its prototypes when it is loaded, before the first client is made. What its maintained
 * fork has mended itself is left as it is.
 */
import { senderPrototype, type Client, type Sender } from './internals.js';
import { onceLoaded } from './library.js';
import { watchOf } from './guard/watch.js';
import { byteReaderPrototype, readLongsAtOnce } from './read-longs.js';
import { rejectAll } from './sender-queue.js';
import { sendAtOnce, socketPrototype } from './send-at-once.js';

onceLoaded(() => {
  const prototype = senderPrototype();
  keepSiblingsOfAnError(prototype);
  reportUnknownKeys(prototype);
  reconnectWhenWanted(prototype);
  ignoreUpdates(prototype);
  readLongsAtOnce(byteReaderPrototype());
  sendAtOnce(socketPrototype());
});

/**
 * An rpc_error in a container rejects its call and then throws, which drops the other answers of that container: their
 * calls never settle.
 */
function keepSiblingsOfAnError(prototype: Sender): void {
  const handle = prototype['_handleRPCResult'];
  if (handle === undefined) return;
  prototype['_handleRPCResult'] = function mended(message) {
    try {
      return handle.call(this, message);
    } catch (error) {
      if (messageOf(error) === 'AUTH_KEY_UNREGISTERED' || messageOf(error) === 'SESSION_REVOKED') {
        this['_handleBadAuthKey'](true);
      }
      // The caller's promise is rejected already; a second report of the same error has no reader.
      return undefined;
    }
  };
}

/** Transport error -404 ends the receive loop and tells nobody: calls hang for ever. */
function reportUnknownKeys(prototype: Sender): void {
  const handle = prototype['_handleBadAuthKey'];
  prototype['_handleBadAuthKey'] = function mended(skipForMain = false) {
    const main = this['_isMainSender'] === true;
    handle.call(this, skipForMain);
    if (main && !skipForMain) watchOf(this)?.keyUnknown();
  };
}

/** A lost connection is made anew every second for ever, also when nobody waits and when Telegram says 429. */
function reconnectWhenWanted(prototype: Sender): void {
  const reconnect = prototype.reconnect;
  prototype.reconnect = function mended() {
    const watch = watchOf(this);
    if (watch !== undefined && !watch.wanted()) return watch.died(new Error('the connection was lost'));
    return reconnect.call(this);
  };
}

/** Updates cannot be turned off, and the library keeps every user and chat they mention in a list that only grows. */
function ignoreUpdates(prototype: Sender): void {
  const handle = prototype['_handleUpdate'];
  if (handle === undefined) return ignoreUpdatesHandedOn(prototype);
  prototype['_handleUpdate'] = async function mended(message) {
    const watch = watchOf(this);
    if (watch === undefined) await handle.call(this, message);
    else watch.update?.(updateName(message));
  };
}

type HandOn = (client: object, update: unknown) => void;

/** The fork hands updates on to a function that each connection is given when it is made. */
function ignoreUpdatesHandedOn(prototype: Sender): void {
  const given = new WeakMap<Sender, HandOn>();
  Object.defineProperty(prototype, '_updateCallback', {
    set(this: Sender, handOn: HandOn | undefined) {
      if (handOn !== undefined) given.set(this, handOn);
    },
    get(this: Sender): HandOn | undefined {
      const watch = watchOf(this);
      return watch === undefined ? given.get(this) : (_, obj) => watch.update?.(updateName({ obj }));
    },
  });
}

/** The name of an update, out of its wrapping; empty for what has none. */
function updateName(message: unknown): string {
  const { obj } = message as { obj?: { className?: string; update?: { className?: string } } };
  return obj?.update?.className ?? obj?.className ?? '';
}

/** Keeps a new client from sending on its own: its ping loop, and its look at the account after each reconnect. */
export function keepQuiet(client: Client): void {
  client['_loopStarted'] = true;
  client['_handleReconnect'] = async () => undefined;
  client.session.processEntities = () => undefined;
}

/**
 * Ends a client at once. `disconnect()` and `destroy()` leave pending calls hanging, connection attempts running, and
 * the connections to other data centres open for half a minute.
 */
export function endClient(client: Client, error: Error): void {
  client['_destroyed'] = true;
  endOthers(client, error);
  const sender = client['_sender'];
  if (sender !== undefined) endSender(sender, error);
}

/** Ends the connections to other data centres. */
function endOthers(client: Client, error: Error): void {
  const timers = client['_exportedSenderReleaseTimeouts'];
  for (const timer of timers?.values() ?? []) clearTimeout(timer);
  timers?.clear();
  const others = client['_exportedSenderPromises'];
  for (const other of others?.values() ?? []) {
    other.then(
      (sender) => endSender(sender, error),
      // It never came to be, so there is nothing to end.
      () => undefined,
    );
  }
  others?.clear();
  void Promise.allSettled([client['_media']?.close(), client['_network']?.close()]);
}

function endSender(sender: Sender, error: Error): void {
  sender.userDisconnected = true;
  if (sender['_lifecycle'] === undefined) sender['_userConnected'] = false;
  sender['_retries'] = 0;
  rejectAll(sender, error);
  sender['_stopIo']?.();
  const connection = sender['_connection'];
  // The socket itself: `disconnect` does nothing while a connection is still being made.
  void Promise.allSettled([connection?.disconnect(), connection?.socket?.close()]);
}

function messageOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errorMessage' in error
    ? error.errorMessage
    : undefined;
}
