import type { Api } from 'telegram';
import { done, type Outcome } from '../../../errors/outcome.js';
import type { CallOptions } from '../../caller.js';
import { telegram } from '../../library.js';
import type { ResolvedPeer } from '../../peers/peers.js';
import type { Telegram } from '../../telegram.js';
import { inputChannelOf, inputUserOf } from '../input-peers.js';
import { isoTime } from '../iso-time.js';
import { noHash } from '../no-hash.js';
import { noFile } from './remote-file.js';

/** A profile photo; its id is how it is named to the tools that show and fetch files. */
export interface ProfilePhoto {
  readonly id: string;
  readonly date: string;
  readonly width: number;
  readonly height: number;
}

const MOST = 100;

/** The profile photos of a user, or those that a chat has or had, newest first; by one call, of chats by two. */
export async function profilePhotos(
  account: Telegram,
  peer: ResolvedPeer,
  limit: number,
  options: CallOptions,
): Promise<Outcome<ProfilePhoto[]>> {
  const found = await photosOf(account, peer, { limit }, options);
  return found.ok ? done(found.value.slice(0, limit).map(record)) : found;
}

/** One of them by its id; NO_FILE when the peer does not have it. */
export async function profilePhoto(
  account: Telegram,
  peer: ResolvedPeer,
  id: string,
  options: CallOptions,
): Promise<Outcome<Api.Photo>> {
  const found = await photosOf(account, peer, { limit: MOST, id }, options);
  if (!found.ok) return found;
  const photo = found.value.find((one) => String(one.id) === id);
  return photo === undefined ? noFile('there is no profile photo of this id') : done(photo);
}

interface Wanted {
  readonly limit: number;
  readonly id?: string;
}

async function photosOf(
  account: Telegram,
  peer: ResolvedPeer,
  wanted: Wanted,
  options: CallOptions,
): Promise<Outcome<Api.Photo[]>> {
  return account.peers.withPeer(peer, async (inputPeer) => {
    const userId = inputUserOf(inputPeer);
    return userId === undefined
      ? chatPhotos(account, inputPeer, wanted, options)
      : userPhotos(account, userId, wanted, options);
  });
}

async function userPhotos(
  account: Telegram,
  userId: Api.TypeInputUser,
  { limit, id }: Wanted,
  options: CallOptions,
): Promise<Outcome<Api.Photo[]>> {
  const { Api, helpers } = telegram();
  // What is counted begins below `maxId`; one step back is the photo itself.
  const range =
    id === undefined
      ? { offset: 0, maxId: helpers.returnBigInt(0), limit }
      : { offset: -1, maxId: helpers.returnBigInt(id), limit: 1 };
  const answer = await account.call(new Api.photos.GetUserPhotos({ userId, ...range }), options);
  return answer.ok ? done(answer.value.photos.filter(isPhoto)) : answer;
}

/** The present photo, and those of the messages in which it was changed. */
async function chatPhotos(
  account: Telegram,
  peer: Api.TypeInputPeer,
  { limit, id }: Wanted,
  options: CallOptions,
): Promise<Outcome<Api.Photo[]>> {
  const { Api } = telegram();
  const channel = inputChannelOf(peer);
  const full =
    channel === undefined && peer.className === 'InputPeerChat'
      ? await account.call(new Api.messages.GetFullChat({ chatId: peer.chatId }), options)
      : channel === undefined
        ? noFile('this is neither a person nor a chat')
        : await account.call(new Api.channels.GetFullChannel({ channel }), options);
  if (!full.ok) return full;
  const { fullChat } = full.value;
  const present = [fullChat.chatPhoto].filter(isPhoto);
  if (present.some((one) => (id === undefined ? limit === 1 : String(one.id) === id))) return done(present);
  const all = {
    offsetId: 0,
    addOffset: 0,
    limit,
    maxId: 0,
    minId: 0,
    minDate: 0,
    maxDate: 0,
    hash: noHash(),
  };
  const filter = new Api.InputMessagesFilterChatPhotos();
  const answer = await account.call(new Api.messages.Search({ peer, q: '', filter, ...all }), options);
  if (!answer.ok) return answer;
  const changes = answer.value.className === 'messages.MessagesNotModified' ? [] : answer.value.messages;
  const earlier = changes.flatMap((message) =>
    message.className === 'MessageService' && message.action.className === 'MessageActionChatEditPhoto'
      ? [message.action.photo].filter(isPhoto)
      : [],
  );
  const unseen = earlier.filter((one) => !present.some((shown) => String(shown.id) === String(one.id)));
  return done([...present, ...unseen]);
}

function isPhoto(photo: Api.TypePhoto | null | undefined): photo is Api.Photo {
  return photo?.className === 'Photo';
}

function record(photo: Api.Photo): ProfilePhoto {
  const sizes = photo.sizes.filter(
    (one) => one.className === 'PhotoSize' || one.className === 'PhotoSizeProgressive',
  );
  const width = Math.max(0, ...sizes.map(({ w }) => w));
  const height = Math.max(0, ...sizes.map(({ h }) => h));
  return { id: String(photo.id), date: isoTime(photo.date), width, height };
}
