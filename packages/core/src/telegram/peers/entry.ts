import type { Api } from 'telegram';
import * as z from 'zod';
import { telegram } from '../library.js';
import { peerRecordOf } from '../reader/people.js';
import { parseMarkedId } from './ids.js';
import type { ResolvedPeer } from './peers.js';

/**
 * What is kept of a peer. `hash` is its access hash; basic groups have none. `seen` stands in its place for somebody of
 * whom Telegram gave no hash (a `min` user or channel): a message that names the peer, by which it can be addressed.
 */
export const entrySchema = z.strictObject({
  kind: z.enum(['user', 'bot', 'group', 'supergroup', 'channel']),
  title: z.string(),
  username: z.string().optional(),
  hash: z
    .string()
    .regex(/^-?[0-9]{1,20}$/)
    .optional(),
  seen: z.strictObject({ chat: z.string(), message: z.int().positive() }).optional(),
});

/** What is kept of a user or chat. */
export type PeerEntry = z.infer<typeof entrySchema>;

/** The chat and the message in which a peer was seen. */
export type Sighting = NonNullable<PeerEntry['seen']>;

/** A user or chat of an answer as it is kept; undefined where Telegram gives no way to address it. */
export function entryOf(
  entity: Api.TypeUser | Api.TypeChat,
  sightings: ReadonlyMap<string, Sighting> = new Map(),
): { id: string; entry: PeerEntry } | undefined {
  if (entity.className === 'UserEmpty' || entity.className === 'ChatEmpty') return undefined;
  const { id, type: kind, title, username } = peerRecordOf(entity);
  const hash = hashOf(entity);
  const seen = hash === undefined && kind !== 'group' ? sightings.get(id) : undefined;
  if (kind !== 'group' && hash === undefined && seen === undefined) return undefined;
  return {
    id,
    entry: {
      kind,
      title,
      ...(username === undefined ? {} : { username }),
      ...(hash === undefined ? {} : { hash }),
      ...(seen === undefined ? {} : { seen }),
    },
  };
}

/** A kept peer in the form in which it can be addressed; `place` is the chat it was seen in, for a peer without a hash. */
export function resolvedPeer(
  id: string,
  { kind, title, username, hash, seen }: PeerEntry,
  place?: Api.TypeInputPeer,
): ResolvedPeer | undefined {
  const inputPeer =
    seen === undefined || place === undefined ? inputPeerOf(id, hash) : seenPeerOf(id, seen, place);
  if (inputPeer === undefined) return undefined;
  return { id, kind, title, ...(username === undefined ? {} : { username }), inputPeer };
}

function hashOf(entity: Api.TypeUser | Api.TypeChat): string | undefined {
  if (!('accessHash' in entity) || entity.accessHash === undefined || entity.accessHash === null) {
    return undefined;
  }
  // A `min` user or channel comes with a hash that is no good outside the message it came with.
  return 'min' in entity && entity.min ? undefined : String(entity.accessHash);
}

function inputPeerOf(id: string, hash: string | undefined): Api.TypeInputPeer | undefined {
  const peer = parseMarkedId(id);
  if (peer === undefined) return undefined;
  const { Api, helpers } = telegram();
  const bare = helpers.returnBigInt(peer.id);
  if (peer.type === 'chat') return new Api.InputPeerChat({ chatId: bare });
  if (hash === undefined) return undefined;
  const accessHash = helpers.returnBigInt(BigInt(hash));
  return peer.type === 'user'
    ? new Api.InputPeerUser({ userId: bare, accessHash })
    : new Api.InputPeerChannel({ channelId: bare, accessHash });
}

/** Source: core.telegram.org/api/min. */
function seenPeerOf(id: string, seen: Sighting, place: Api.TypeInputPeer): Api.TypeInputPeer | undefined {
  const peer = parseMarkedId(id);
  if (peer === undefined) return undefined;
  const { Api, helpers } = telegram();
  const bare = helpers.returnBigInt(peer.id);
  const at = { peer: place, msgId: seen.message };
  return peer.type === 'user'
    ? new Api.InputPeerUserFromMessage({ ...at, userId: bare })
    : new Api.InputPeerChannelFromMessage({ ...at, channelId: bare });
}
