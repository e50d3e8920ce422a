/** Stories of people and chats. Nothing here marks one as seen: only stories.readStories and incrementStoryViews do. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import type { MessageRecord, PeerRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { isoTime } from './iso-time.js';
import { markedId } from './marked-id.js';
import { mediaOf } from './media.js';
import { peopleOf, type People } from './people.js';

/** A story as results show it. One that was asked for by its id and is not there is `missing`. */
export interface StoryRecord {
  readonly peer: PeerRecord;
  readonly id: number;
  readonly missing?: true;
  readonly date?: string;
  readonly expires?: string;
  readonly caption?: string;
  readonly media?: MessageRecord['media'];
  readonly views?: number;
  readonly reactions?: number;
  readonly pinned?: true;
  /** The account has not seen it; reading it here leaves it so. */
  readonly unseen?: true;
}

/** The active stories of one peer, oldest first, by one call of stories.getPeerStories, or two. */
export async function peerStories(
  account: Telegram,
  peer: ResolvedPeer,
  options: CallOptions,
): Promise<Outcome<StoryRecord[]>> {
  const { Api } = telegram();
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(new Api.stories.GetPeerStories({ peer: inputPeer }), options),
  );
  if (!answer.ok) return answer;
  const { stories, users, chats } = answer.value;
  await account.peers.remember(users, chats);
  return recordsOf(account, stories, peopleOf(users, chats), options);
}

/** The active stories of all whom the account follows, by one call of stories.getAllStories, and one for each who has more. */
export async function allStories(account: Telegram, options: CallOptions): Promise<Outcome<StoryRecord[]>> {
  const { Api } = telegram();
  const answer = await account.call(new Api.stories.GetAllStories({}), options);
  if (!answer.ok) return answer;
  if (answer.value.className !== 'stories.AllStories') return done([]);
  const { peerStories: all, users, chats } = answer.value;
  await account.peers.remember(users, chats);
  const people = peopleOf(users, chats);
  const records: StoryRecord[] = [];
  for (const one of all) {
    const found = await recordsOf(account, one, people, options);
    if (!found.ok) return found;
    records.push(...found.value);
  }
  return done(records);
}

/** Stories by their ids, by one call of stories.getStoriesByID, in the order of `ids`. */
export async function storiesById(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions,
): Promise<Outcome<StoryRecord[]>> {
  const found = await storyItems(account, peer, ids, options);
  if (!found.ok) return found;
  const { id, kind: type, title, username } = peer;
  const owner = { id, type, title, ...(username === undefined ? {} : { username }) };
  return done(
    ids.map((one) => {
      const item = found.value.find((story) => story.id === one);
      return item === undefined ? { peer: owner, id: one, missing: true } : recordOf(item, owner);
    }),
  );
}

/** The media of a story; undefined when it is not there. */
export async function storyMedia(
  account: Telegram,
  peer: ResolvedPeer,
  id: number,
  options: CallOptions,
): Promise<Outcome<Api.TypeMessageMedia | undefined>> {
  const found = await storyItems(account, peer, [id], options);
  return found.ok ? done(found.value.find((story) => story.id === id)?.media) : found;
}

async function storyItems(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions,
): Promise<Outcome<Api.StoryItem[]>> {
  const { Api } = telegram();
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(new Api.stories.GetStoriesByID({ peer: inputPeer, id: [...ids] }), options),
  );
  if (!answer.ok) return answer;
  await account.peers.remember(answer.value.users, answer.value.chats);
  return done(answer.value.stories.filter(isItem));
}

/** Of stories that were seen before, a list holds no more than the id. */
async function recordsOf(
  account: Telegram,
  { peer, stories, maxReadId }: Api.PeerStories,
  people: People,
  options: CallOptions,
): Promise<Outcome<StoryRecord[]>> {
  const id = markedId(peer);
  const owner = people.get(id) ?? { id, type: 'user' as const, title: '' };
  const items = stories.filter(isItem);
  const skipped = stories.filter((one) => one.className === 'StoryItemSkipped').map((one) => one.id);
  if (skipped.length > 0) {
    const known = await account.peers.known(id);
    const more = known === undefined ? done([]) : await storyItems(account, known, skipped, options);
    if (!more.ok) return more;
    items.push(...more.value);
  }
  const ordered = items.toSorted((one, other) => one.id - other.id);
  return done(
    ordered.map((item) => ({
      ...recordOf(item, owner),
      ...(item.id > (maxReadId ?? 0) && item.out !== true ? { unseen: true as const } : {}),
    })),
  );
}

function recordOf(story: Api.StoryItem, peer: PeerRecord): StoryRecord {
  const media = mediaOf(story.media);
  const { caption, views } = story;
  return {
    peer,
    id: story.id,
    date: isoTime(story.date),
    expires: isoTime(story.expireDate),
    ...(caption === undefined || caption === null || caption === '' ? {} : { caption }),
    ...(media === undefined ? {} : { media }),
    ...(typeof views?.viewsCount === 'number' ? { views: views.viewsCount } : {}),
    ...(typeof views?.reactionsCount === 'number' ? { reactions: views.reactionsCount } : {}),
    ...(story.pinned === true ? { pinned: true as const } : {}),
  };
}

function isItem(story: Api.TypeStoryItem): story is Api.StoryItem {
  return story.className === 'StoryItem';
}
