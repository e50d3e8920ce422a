/** The requests of one connection, whatever way the library or its fork keeps them. */
import type { Sender, State } from './internals.js';
import { onceLoaded, telegramModule } from './library.js';

interface Packing {
  packRequestBatch: (this: void, state: unknown, queued: State[], ...rest: unknown[]) => Promise<unknown>;
}

onceLoaded(() => {
  const packing = forkPacking();
  if (packing !== undefined) keepWhatWasRefused(packing);
});

/** Every request that waits to be sent or for its answer. */
export function waitingStates(sender: Sender): Set<State> {
  return new Set([
    ...sender['_pendingState'].values(),
    ...(sender['_sendQueue']?.['_pendingStates'] ?? []),
    ...(sender['_queued'] ?? []),
  ]);
}

/** Forgets every request, sent or not, and rejects it. */
export function rejectAll(sender: Sender, error: Error): void {
  const all = waitingStates(sender);
  sender['_pendingState'].clear();
  if (sender['_sendQueue'] !== undefined) sender['_sendQueue']['_queue'] = [];
  sender['_queued']?.splice(0);
  for (const state of all) {
    // Nobody waits for the library's own acknowledgements.
    state.promise.catch(() => undefined);
    state.reject(error);
  }
}

/** Forgets one request, so that it is not sent, and not sent again. */
export function takeOut(sender: Sender, state: State): void {
  const queue = sender['_sendQueue'];
  if (queue !== undefined) queue['_queue'] = queue['_queue'].filter((one) => one !== state);
  const at = sender['_queued']?.indexOf(state) ?? -1;
  if (at >= 0) sender['_queued']?.splice(at, 1);
  if (state.msgId !== undefined) sender['_pendingState'].delete(state.msgId);
}

function forkPacking(): Packing | undefined {
  try {
    return telegramModule('network/packing.js') as Packing;
  } catch {
    // Only the fork has it.
    return undefined;
  }
}

/** The fork takes requests out of its queue before it writes them: a refusal would leave them waiting for ever. */
function keepWhatWasRefused(packing: Packing): void {
  const pack = packing.packRequestBatch;
  packing.packRequestBatch = async (state, queued, ...rest) => {
    const before = [...queued];
    try {
      return await pack(state, queued, ...rest);
    } catch (error) {
      queued.unshift(...before.filter((one) => !queued.includes(one)));
      throw error;
    }
  };
}
