import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { sentMessage } from './updates.js';
import type { Writer } from './writer.js';

/** What is forwarded where. One `random_id` for each message. */
export interface Forwarding {
  readonly from: ResolvedPeer;
  readonly to: ResolvedPeer;
  readonly ids: readonly number[];
  readonly randomIds: readonly bigint[];
  readonly dropAuthor: boolean;
  readonly dropCaptions: boolean;
}

/** Forwards messages; a repeat with the same `random_id`s gives the messages that were made before. */
export async function forwardMessages(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  { from, to, ids, randomIds, dropAuthor, dropCaptions }: Forwarding,
): Promise<Outcome<Performed>> {
  const { Api, helpers } = telegramLibrary();
  const answer = await writer.peers.withPeer(from, (fromPeer) =>
    writer.peers.withPeer(to, (toPeer) =>
      caller.call(
        new Api.messages.ForwardMessages({
          fromPeer,
          toPeer,
          id: [...ids],
          randomId: randomIds.map((id) => helpers.returnBigInt(id)),
          dropAuthor,
          dropMediaCaptions: dropCaptions,
        }),
      ),
    ),
  );
  if (!answer.ok) return answer;
  const made = randomIds.flatMap((id) => sentMessage(answer.value, id) ?? []);
  const ptsCount = made.reduce((sum, message) => sum + (message.ptsCount ?? 0), 0);
  return done({ result: { message_ids: made.map(({ id }) => id) }, ptsCount });
}
