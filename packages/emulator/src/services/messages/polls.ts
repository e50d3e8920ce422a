import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { WorldMessage, WorldPoll, WorldVote } from '../../world/model.js';
import { listOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, forbidden, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { isClosed, optionKey, pollUpdate } from '../render/poll.js';
import { audience, tell, wrapUpdates } from '../updates/deliver.js';
import { messageSeen } from '../common/seen-message.js';

interface Place {
  readonly message: WorldMessage;
  readonly poll: WorldPoll;
}

function pollIn(viewer: Viewer, request: TlObject, field: string): Place {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, field));
  if (message?.media?.kind !== 'poll') throw badRequest('MESSAGE_ID_INVALID');
  return { message, poll: message.media };
}

/** Tells everybody who has the poll before them how it stands; returns the caller's update. */
export function announcePoll(
  call: CallContext,
  viewer: Viewer,
  message: WorldMessage,
  poll: WorldPoll,
): TlObject {
  for (const account of audience(call, message)) {
    tell(call, account, pollUpdate(viewAs(call, account), message, poll));
  }
  return pollUpdate(viewer, message, poll);
}

function keysOf(values: readonly TlValue[]): string[] {
  return values.map((value) => {
    if (!(value instanceof Uint8Array)) throw badRequest('OPTION_INVALID');
    return optionKey(value);
  });
}

function sendVote(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { message, poll } = pollIn(viewer, request, 'msg_id');
  const options = [...new Set(keysOf(listOf(request, 'options')))];
  if (isClosed(poll, viewer.now)) throw badRequest('MESSAGE_POLL_CLOSED');
  if (options.length > 1 && !poll.multipleChoice) throw badRequest('OPTIONS_TOO_MUCH');
  const known = poll.answers.map(({ option }) => optionKey(option));
  if (options.some((option) => !known.includes(option))) throw badRequest('OPTION_INVALID');
  const former = poll.votes.get(viewer.id);
  if (former !== undefined && poll.quiz) throw badRequest('REVOTE_NOT_ALLOWED');
  if (options.length === 0 && former === undefined) throw badRequest('MESSAGE_NOT_MODIFIED');
  if (options.length === 0) poll.votes.delete(viewer.id);
  else poll.votes.set(viewer.id, { options, date: viewer.now });
  return wrapUpdates(viewer, [announcePoll(call, viewer, message, poll)]);
}

function renderVote(poll: WorldPoll, userId: bigint, vote: WorldVote, only: string | undefined): TlObject {
  const peer = { _: 'peerUser', user_id: userId };
  if (only !== undefined) return { _: 'messagePeerVoteInputOption', peer, date: vote.date };
  const options = poll.answers
    .filter(({ option }) => vote.options.includes(optionKey(option)))
    .map(({ option }) => option);
  return poll.multipleChoice
    ? { _: 'messagePeerVoteMultiple', peer, options, date: vote.date }
    : { _: 'messagePeerVote', peer, option: options[0], date: vote.date };
}

function getVotes(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { message, poll } = pollIn(viewer, request, 'id');
  const channel = message.peer.kind === 'channel' ? viewer.world.channels.get(message.peer.id) : undefined;
  if (channel?.kind === 'channel') throw forbidden('BROADCAST_FORBIDDEN');
  if (!poll.publicVoters) throw badRequest('MESSAGE_ID_INVALID');
  if (!poll.votes.has(viewer.id) && !isClosed(poll, viewer.now)) throw forbidden('POLL_VOTE_REQUIRED');
  const option = request['option'];
  const only = option instanceof Uint8Array ? optionKey(option) : undefined;
  const all = [...poll.votes]
    .filter(([, vote]) => only === undefined || vote.options.includes(only))
    .toSorted(([, one], [, other]) => other.date - one.date);
  const start = Number(textOf(request, 'offset')) || 0;
  const end = start + Math.min(Math.max(numberOf(request, 'limit'), 1), 50);
  const votes = all.slice(start, end).map(([userId, vote]) => renderVote(poll, userId, vote, only));
  return {
    _: 'messages.votesList',
    count: all.length,
    votes,
    ...new People(viewer).addFrom(votes).render(),
    next_offset: end < all.length ? String(end) : undefined,
  };
}

/** Voting, and how a vote stands. */
export const pollsHandlers: Handlers = {
  'messages.sendVote': sendVote,
  'messages.getPollResults': (request, call) => {
    const viewer = viewerOf(call);
    const { message, poll } = pollIn(viewer, request, 'msg_id');
    return wrapUpdates(viewer, [pollUpdate(viewer, message, poll)]);
  },
  'messages.getPollVotes': getVotes,
};
