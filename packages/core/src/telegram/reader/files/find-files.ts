/** From the name of a file, as tools print it, to the file at Telegram. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../../errors/outcome.js';
import { refuse } from '../../../errors/refuse.js';
import type { CallOptions } from '../../caller.js';
import { telegram } from '../../library.js';
import type { ResolvedPeer } from '../../peers/peers.js';
import type { Telegram } from '../../telegram.js';
import { rawMessagesById } from '../messages-by-id.js';
import { storyMedia } from '../stories.js';
import { profilePhoto } from './profile-photos.js';
import { fileOf, noFile, photoFile, pictureOf, type PictureLimits, type RemoteFile } from './remote-file.js';

/** What names one file of a peer: a message, a profile photo or a story. */
export type FileName = { readonly message: number } | { readonly photo: string } | { readonly story: number };

/**
 * The files of these messages, in their order, by one call. Each is refused by itself with MESSAGE_NOT_FOUND or NO_FILE;
 * the whole as any call.
 */
export async function filesOfMessages(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions,
): Promise<Outcome<Outcome<RemoteFile>[]>> {
  const found = await rawMessagesById(account, peer, ids, options);
  if (!found.ok) return found;
  return done(
    ids.map((id) => {
      const message = found.value.get(id);
      return message === undefined ? refuse('MESSAGE_NOT_FOUND') : fileOf(mediaIn(message));
    }),
  );
}

/** One file; with limits the picture that stands for it. NO_FILE, MESSAGE_NOT_FOUND, or as any call. */
export async function findFile(
  account: Telegram,
  peer: ResolvedPeer,
  name: FileName,
  limits: PictureLimits | undefined,
  options: CallOptions,
): Promise<Outcome<RemoteFile>> {
  if ('photo' in name) {
    const photo = await profilePhoto(account, peer, name.photo, options);
    return photo.ok ? photoFile(photo.value, limits) : photo;
  }
  const media =
    'story' in name
      ? await storyMedia(account, peer, name.story, options)
      : await messageMedia(account, peer, name.message, options);
  if (!media.ok) return media;
  if (media.value === undefined && 'story' in name) return noFile('there is no story of this id');
  return limits === undefined ? fileOf(media.value) : pictureOf(media.value, limits);
}

async function messageMedia(
  account: Telegram,
  peer: ResolvedPeer,
  id: number,
  options: CallOptions,
): Promise<Outcome<Api.TypeMessageMedia | undefined>> {
  const found = await rawMessagesById(account, peer, [id], options);
  if (!found.ok) return found;
  const message = found.value.get(id);
  return message === undefined ? refuse('MESSAGE_NOT_FOUND') : done(mediaIn(message));
}

/** The media of a message; that of a change of a chat's photo is the new photo. */
function mediaIn(message: Api.TypeMessage): Api.TypeMessageMedia | undefined {
  if (message.className === 'Message') return message.media;
  if (message.className !== 'MessageService') return undefined;
  const { action } = message;
  if (action.className !== 'MessageActionChatEditPhoto') return undefined;
  return new (telegram().Api.MessageMediaPhoto)({ photo: action.photo });
}
