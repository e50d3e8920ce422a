/** Sending files: one by messages.sendMedia, several as an album by messages.sendMultiMedia. */
import {
  done,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { FormattedText } from '../../actions/entity.js';
import type { OutgoingFile } from '../../files/outgoing-file.js';
import type { Performed } from '../../gates/spec.js';
import { messageEntities } from './message-entities.js';
import { placeInChat, type PlaceInChat } from './place-in-chat.js';
import { sentMessage } from './updates.js';
import { nothingSent, uploadFile } from './upload-file.js';
import { rpcOf, type Writer } from './writer.js';

/** One or several files, the first of which carries the text. One `random_id` for each. */
export interface FilesOrder extends FormattedText, PlaceInChat {
  readonly peer: ResolvedPeer;
  readonly files: readonly OutgoingFile[];
  readonly randomIds: readonly bigint[];
}

type Sending = Pick<Writer, 'peers' | 'files'>;

// A part can be lost between its upload and the message (core.telegram.org/method/messages.sendMedia).
const LOST_PART = /^FILE_PART(_\d+|S?)_(MISSING|INVALID|EMPTY)$/;

/**
 * Uploads the approved copies and sends them; a repeat with the same `random_id`s gives the messages that were made before.
 * Until the last request nothing is in the chat.
 */
export async function sendFiles(
  writer: Sending,
  caller: TelegramCaller,
  order: FilesOrder,
): Promise<Outcome<Performed>> {
  const first = await uploadAndSend(writer, caller, order);
  const lost = !first.ok && LOST_PART.test(rpcOf(first) ?? '');
  return lost ? uploadAndSend(writer, caller, order) : first;
}

async function uploadAndSend(
  writer: Sending,
  caller: TelegramCaller,
  order: FilesOrder,
): Promise<Outcome<Performed>> {
  const media: Api.TypeInputMedia[] = [];
  for (const file of order.files) {
    const uploaded = await uploadedMedia(writer, caller, file);
    if (!uploaded.ok) return uploaded;
    if (order.files.length === 1) return sendOne(writer, caller, order, uploaded.value);
    const kept = await keptMedia(writer, caller, order.peer, uploaded.value);
    if (!kept.ok) return kept;
    media.push(kept.value);
  }
  return sendAlbum(writer, caller, order, media);
}

async function uploadedMedia(
  writer: Sending,
  caller: TelegramCaller,
  file: OutgoingFile,
): Promise<Outcome<Api.TypeInputMedia>> {
  const { Api } = telegramLibrary();
  const opened = writer.files.open(file);
  if (!opened.ok) return opened;
  try {
    const uploaded = await uploadFile(caller, opened.value);
    if (!uploaded.ok) return uploaded;
    if (file.kind === 'photo') return done(new Api.InputMediaUploadedPhoto({ file: uploaded.value }));
    return done(
      new Api.InputMediaUploadedDocument({
        file: uploaded.value,
        mimeType: file.mime,
        attributes: [new Api.DocumentAttributeFilename({ fileName: file.name })],
        // Else Telegram would make what it likes of it: a silent video becomes an animation.
        forceFile: true,
      }),
    );
  } finally {
    opened.value.close();
  }
}

/** An album takes only what lies at Telegram already; messages.uploadMedia puts it there, and into no chat. */
async function keptMedia(
  { peers }: Sending,
  caller: TelegramCaller,
  to: ResolvedPeer,
  media: Api.TypeInputMedia,
): Promise<Outcome<Api.TypeInputMedia>> {
  const { Api } = telegramLibrary();
  const answer = await peers.withPeer(to, (peer) =>
    caller.call(new Api.messages.UploadMedia({ peer, media }), { repeatable: true }),
  );
  if (!answer.ok) return nothingSent(answer);
  const kept = answer.value;
  if (kept.className === 'MessageMediaPhoto' && kept.photo?.className === 'Photo') {
    const { id, accessHash, fileReference } = kept.photo;
    return done(new Api.InputMediaPhoto({ id: new Api.InputPhoto({ id, accessHash, fileReference }) }));
  }
  if (kept.className === 'MessageMediaDocument' && kept.document?.className === 'Document') {
    const { id, accessHash, fileReference } = kept.document;
    return done(new Api.InputMediaDocument({ id: new Api.InputDocument({ id, accessHash, fileReference }) }));
  }
  return refuse('UPLOAD_FAILED', { data: { cause: kept.className } });
}

async function sendOne(
  { peers }: Sending,
  caller: TelegramCaller,
  order: FilesOrder,
  media: Api.TypeInputMedia,
): Promise<Outcome<Performed>> {
  const { Api, helpers } = telegramLibrary();
  const { text, entities, randomIds } = order;
  const answer = await peers.withPeer(order.peer, (peer) =>
    caller.call(
      new Api.messages.SendMedia({
        peer,
        media,
        message: text,
        randomId: helpers.returnBigInt(randomIds[0] ?? 0n),
        ...(entities.length === 0 ? {} : { entities: messageEntities(entities) }),
        ...placeInChat(order),
      }),
    ),
  );
  return answer.ok ? performed(answer.value, randomIds) : answer;
}

async function sendAlbum(
  { peers }: Sending,
  caller: TelegramCaller,
  order: FilesOrder,
  media: readonly Api.TypeInputMedia[],
): Promise<Outcome<Performed>> {
  const { Api, helpers } = telegramLibrary();
  const { text, entities, randomIds } = order;
  const answer = await peers.withPeer(order.peer, (peer) =>
    caller.call(
      new Api.messages.SendMultiMedia({
        peer,
        multiMedia: media.map(
          (one, index) =>
            new Api.InputSingleMedia({
              media: one,
              randomId: helpers.returnBigInt(randomIds[index] ?? 0n),
              message: index === 0 ? text : '',
              ...(index > 0 || entities.length === 0 ? {} : { entities: messageEntities(entities) }),
            }),
        ),
        ...placeInChat(order),
      }),
    ),
  );
  return answer.ok ? performed(answer.value, randomIds) : answer;
}

function performed(answer: Api.TypeUpdates, randomIds: readonly bigint[]): Outcome<Performed> {
  const made = randomIds.flatMap((id) => sentMessage(answer, id) ?? []);
  const [first] = made;
  if (first === undefined || made.length < randomIds.length)
    throw new Error(`Telegram answered a send with ${answer.className}`);
  const dateMs = first.date * 1000;
  const counts = made.map(({ ptsCount }) => ptsCount).filter((count) => count !== undefined);
  return done({
    result: {
      message_id: first.id,
      message_ids: made.map(({ id }) => id),
      date: new Date(dateMs).toISOString(),
    },
    ...(counts.length < made.length ? {} : { ptsCount: counts.reduce((sum, count) => sum + count, 0) }),
    dateMs,
  });
}
