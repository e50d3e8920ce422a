import { RpcError } from '../../rpc/handler.js';
import type { WorldDocument, WorldMessage } from '../../world/model.js';
import { isPinned } from '../../world/pins.js';
import { attributeOf } from '../render/media.js';

type Test = (message: WorldMessage, viewer: bigint) => boolean;

const URL_ENTITIES = new Set(['messageEntityUrl', 'messageEntityTextUrl']);

function hasDocument(check: (document: WorldDocument) => boolean): Test {
  return ({ media }) => media?.kind === 'document' && check(media);
}

function isPlainVideo(document: WorldDocument): boolean {
  const video = attributeOf(document, 'documentAttributeVideo');
  const isGif = attributeOf(document, 'documentAttributeAnimated') !== undefined;
  return video !== undefined && video['round_message'] !== true && !isGif;
}

function isSound(voice: boolean): Test {
  return hasDocument((document) => {
    const audio = attributeOf(document, 'documentAttributeAudio');
    return audio !== undefined && (audio['voice'] === true) === voice;
  });
}

const isPhoto: Test = ({ media }) => media?.kind === 'photo';
const isRound = hasDocument(
  (document) => attributeOf(document, 'documentAttributeVideo')?.['round_message'] === true,
);
const isVideo = hasDocument(isPlainVideo);
const SPECIAL = ['Video', 'Audio', 'Animated', 'Sticker', 'CustomEmoji'].map(
  (kind) => `documentAttribute${kind}`,
);

function isOther(name: string): Test {
  return ({ media }) => media?.kind === 'other' && media.media._ === name;
}

const TESTS: Readonly<Record<string, Test>> = {
  inputMessagesFilterEmpty: () => true,
  inputMessagesFilterPhotos: isPhoto,
  inputMessagesFilterVideo: isVideo,
  inputMessagesFilterPhotoVideo: (message, viewer) => isPhoto(message, viewer) || isVideo(message, viewer),
  inputMessagesFilterDocument: hasDocument(
    (document) => !document.attributes.some(({ _ }) => SPECIAL.includes(_)),
  ),
  inputMessagesFilterUrl: (message) => message.entities?.some(({ _ }) => URL_ENTITIES.has(_)) === true,
  inputMessagesFilterGif: hasDocument(
    (document) => attributeOf(document, 'documentAttributeAnimated') !== undefined,
  ),
  inputMessagesFilterVoice: isSound(true),
  inputMessagesFilterMusic: isSound(false),
  inputMessagesFilterRoundVideo: isRound,
  inputMessagesFilterRoundVoice: (message, viewer) =>
    isRound(message, viewer) || isSound(true)(message, viewer),
  inputMessagesFilterChatPhotos: ({ action }) => action?._ === 'messageActionChatEditPhoto',
  inputMessagesFilterPhoneCalls: ({ action }) => action?._ === 'messageActionPhoneCall',
  inputMessagesFilterMyMentions: ({ mentions }, viewer) => mentions?.includes(viewer) === true,
  inputMessagesFilterGeo: isOther('messageMediaGeo'),
  inputMessagesFilterContacts: isOther('messageMediaContact'),
  inputMessagesFilterPoll: ({ media }) =>
    media?.kind === 'poll' || (media?.kind === 'other' && media.media._ === 'messageMediaPoll'),
  inputMessagesFilterPinned: isPinned,
};

/** The test behind a MessagesFilter, by TL name. Throws INPUT_FILTER_INVALID for one that is unknown. */
export function filterTest(name: string): Test {
  const test = TESTS[name];
  if (test === undefined) throw new RpcError(400, 'INPUT_FILTER_INVALID');
  return test;
}

/** What a text search looks at: the text, or the file name of a document without one. */
export function matchesText(message: WorldMessage, lowerCaseQuery: string): boolean {
  if (lowerCaseQuery === '') return true;
  if (message.action !== undefined) return false;
  if (message.text.toLowerCase().includes(lowerCaseQuery)) return true;
  if (message.media?.kind !== 'document') return false;
  const name = attributeOf(message.media, 'documentAttributeFilename')?.['file_name'];
  return typeof name === 'string' && name.toLowerCase().includes(lowerCaseQuery);
}
