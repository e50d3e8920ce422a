import {
  done,
  inputChannelOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type Refused,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import type { Writer } from './writer.js';

/** What goes: every message up to `maxId`. */
export interface Clearing {
  readonly maxId: number;
  /** For everybody instead of this account alone. */
  readonly revoke: boolean;
  /** Leaves the emptied chat in the list of chats. */
  readonly justClear: boolean;
}

/**
 * Clears the history of a chat. Telegram takes away so many messages a call and says how many are left. What stops it in
 * between leaves it half done, so that nobody may say that nothing was: OUTCOME_UNKNOWN, and a repeat goes on.
 */
export async function clearHistory(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { maxId, revoke, justClear }: Clearing,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const result = { cleared_up_to: maxId };
  for (let hasBegun = false; ; hasBegun = true) {
    const left = await writer.peers.withPeer(peer, async (inputPeer): Promise<Outcome<number>> => {
      const channel = inputChannelOf(inputPeer);
      if (channel !== undefined) {
        const request = new Api.channels.DeleteHistory({ channel, maxId, forEveryone: revoke });
        const cleared = await caller.call(request);
        return cleared.ok ? done(0) : cleared;
      }
      const request = new Api.messages.DeleteHistory({ peer: inputPeer, maxId, revoke, justClear });
      const cleared = await caller.call(request);
      return cleared.ok ? done(cleared.value.offset) : cleared;
    });
    if (!left.ok) return hasBegun ? halfDone(left) : left;
    if (left.value <= 0) return done({ result });
  }
}

function halfDone({ refusal: { code, retry_after: retryAfter } }: Refused): Refused {
  return refuse('OUTCOME_UNKNOWN', {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    data: { cause: code },
  });
}
