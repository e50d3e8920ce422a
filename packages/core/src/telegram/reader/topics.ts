import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { Portion } from '../../paging/collect.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { inputChannelOf } from './input-peers.js';
import { isoTime } from './iso-time.js';

/** A topic of a forum; its id names the thread of its messages. */
export interface TopicRecord {
  readonly id: number;
  readonly title: string;
  readonly created: string;
  readonly unread?: number;
  readonly last_message_id?: number;
  readonly pinned?: true;
  readonly closed?: true;
  readonly hidden?: true;
}

/** Where a list of topics goes on: the last topic, its newest message and when that was written, in Unix seconds. */
export interface TopicPlace {
  readonly topic: number;
  readonly message: number;
  readonly date: number;
}

/** Topics, and how many Telegram counts. */
export interface TopicPortion extends Portion<TopicRecord, TopicPlace> {
  readonly total: number;
}

/** Lists topics of a forum by one call, pinned ones first, then newest activity. WRONG_PEER_KIND where there are none. */
export async function listTopics(
  account: Telegram,
  peer: ResolvedPeer,
  what: { readonly query: string; readonly from: TopicPlace | undefined },
  options: CallOptions = {},
): Promise<Outcome<TopicPortion>> {
  const { Api } = telegram();
  const noForum = refuse('WRONG_PEER_KIND', {
    message: 'Only forums, which are supergroups, have topics.',
    data: { wanted: 'supergroup whose tg_get_group_info has forum' },
  });
  if (peer.kind !== 'supergroup') return noForum;
  const { from, query } = what;
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(
      new Api.channels.GetForumTopics({
        channel: inputChannelOf(inputPeer) ?? new Api.InputChannelEmpty(),
        ...(query === '' ? {} : { q: query }),
        offsetDate: from?.date ?? 0,
        offsetId: from?.message ?? 0,
        offsetTopic: from?.topic ?? 0,
        limit: 100,
      }),
      options,
    ),
  );
  if (!answer.ok) return answer.refusal.data?.['rpc'] === 'CHANNEL_FORUM_MISSING' ? noForum : answer;
  const { topics, messages, users, chats, count: total } = answer.value;
  await account.peers.remember(users, chats, messages);
  const dates = new Map(
    messages.flatMap((one) => (one.className === 'MessageEmpty' ? [] : [[one.id, one.date]])),
  );
  const items = topics.flatMap((topic) => {
    if (topic.className !== 'ForumTopic') return [];
    const date = dates.get(topic.topMessage) ?? topic.date;
    return [{ record: recordOf(topic), after: { topic: topic.id, message: topic.topMessage, date } }];
  });
  return done({ items, more: topics.length >= 100, total });
}

function recordOf(topic: Api.ForumTopic): TopicRecord {
  return {
    id: topic.id,
    title: topic.title,
    created: isoTime(topic.date),
    ...(topic.unreadCount > 0 ? { unread: topic.unreadCount } : {}),
    ...(topic.topMessage > 0 ? { last_message_id: topic.topMessage } : {}),
    ...(topic.pinned === true ? { pinned: true as const } : {}),
    ...(topic.closed === true ? { closed: true as const } : {}),
    ...(topic.hidden === true ? { hidden: true as const } : {}),
  };
}
