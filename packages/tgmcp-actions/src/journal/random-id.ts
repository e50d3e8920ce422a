/**
 * `random_id`s that come out the same after a crash, a restart and the loss of the data folder: Telegram stores the
 * first message of an id per account and peer for ever and answers a repeat with it, so a send cannot double
 * (core.telegram.org/api/updates, "updateMessageID updates").
 */
import { createHmac } from 'node:crypto';
import { canonicalJson } from '../actions/canonical-json.js';

/** What names one message of one intent. */
export interface RandomIdName {
  /** The content digest. */
  readonly idempotencyKey: string;
  /** floor(time of the claim / idempotency window). */
  readonly windowIndex: number;
  /** Canonical marked id of the peer. */
  readonly peerId: string;
  /** Which item of the action, from 0. */
  readonly item: number;
  /** The proposal of an approved force_resend: each is a send of its own. */
  readonly forcedBy?: string;
}

/** Derives `random_id`s for one account. */
export type RandomIds = (name: RandomIdName) => bigint;

/** Makes the derivation; the key comes from the application's hash and the account, so no file has to keep it. */
export function randomIds(apiHash: string, accountId: string): RandomIds {
  const key = createHmac('sha256', apiHash).update(`tgmcp/random-id-key/v1\n${accountId}`).digest();
  return (name) => {
    const hmac = createHmac('sha256', key).update(
      canonicalJson({
        tag: 'tgmcp/random-id/v1',
        idempotency_key: name.idempotencyKey,
        window_index: name.windowIndex,
        peer_id: name.peerId,
        item: name.item,
        forced_by: name.forcedBy ?? null,
      }),
    );
    return idOf(hmac.digest());
  };
}

/** The id in the bytes of a digest. 0 is none: it would make the client library put in an id of its own choice. */
export function idOf(digest: Buffer): bigint {
  for (let offset = 0; offset + 8 <= digest.length; offset += 8) {
    const id = digest.readBigInt64BE(offset);
    if (id !== 0n) return id;
  }
  return 1n;
}
