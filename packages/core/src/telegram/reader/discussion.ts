import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { markedId } from './marked-id.js';

/** A thread: the group that holds its messages, and the message it hangs on. */
export interface Thread {
  readonly group: ResolvedPeer;
  readonly top: number;
}

/** Where the comments of a channel's post are written, by one call of messages.getDiscussionMessage. MESSAGE_NOT_FOUND where there are none. */
export async function discussionOf(
  account: Telegram,
  channel: ResolvedPeer,
  post: number,
  options: CallOptions = {},
): Promise<Outcome<Thread>> {
  const { Api } = telegram();
  const answer = await account.peers.withPeer(channel, (peer) =>
    account.call(new Api.messages.GetDiscussionMessage({ peer, msgId: post }), options),
  );
  if (!answer.ok) return answer;
  const { messages, users, chats } = answer.value;
  await account.peers.remember(users, chats, messages);
  // An album is discussed as one: its thread hangs on the first of its messages.
  const first = messages.filter((one) => one.className !== 'MessageEmpty').toSorted((a, b) => a.id - b.id)[0];
  const group = first === undefined ? undefined : await account.peers.known(markedId(first.peerId));
  if (first === undefined || group === undefined) {
    return refuse('MESSAGE_NOT_FOUND', { message: 'This post has no comments that can be read.' });
  }
  return done({ group, top: first.id });
}
