/* For the services' own tests: what hostile requests to the crowded town are made of. */
import type { TlObject, TlValue } from '../../tl/value.js';
import { inviteLink } from '../../world/invites.js';
import type { WorldDocument, WorldPhoto } from '../../world/model.js';
import type { crowdedTown } from './crowded-town.js';
import type { Pool } from './hostile-values.js';

function named(file: WorldPhoto | WorldDocument, _: string): TlObject {
  return {
    _,
    id: file.id,
    access_hash: file.accessHash,
    file_reference: file.fileReference,
    thumb_size: '',
  };
}

function reply(id: number): TlObject {
  return { _: 'inputReplyToMessage', reply_to_msg_id: id };
}

/** Every file of the world by the names that requests have for it. */
function filesOf(files: readonly (WorldPhoto | WorldDocument)[]) {
  const photos = files.filter((file) => file.kind === 'photo');
  const documents = files.filter((file) => file.kind === 'document');
  return {
    InputPhoto: photos.map((file) => named(file, 'inputPhoto')),
    InputDocument: documents.map((file) => named(file, 'inputDocument')),
    InputFileLocation: [
      ...photos.map((file) => ({ ...named(file, 'inputPhotoFileLocation'), thumb_size: 'm' })),
      ...documents.map((file) => named(file, 'inputDocumentFileLocation')),
    ],
    InputMedia: [
      ...photos.map((file) => ({ _: 'inputMediaPhoto', id: named(file, 'inputPhoto') })),
      ...documents.map((file) => ({ _: 'inputMediaDocument', id: named(file, 'inputDocument') })),
    ],
  };
}

/** The pool for a town. */
export function poolOf({ world, peers, people, invites, stickers }: ReturnType<typeof crowdedTown>): Pool {
  const files = filesOf([...world.files.values()]);
  const links: TlValue[] = invites.flatMap(({ hash }) => [hash, inviteLink(hash)]);
  return {
    world,
    peers,
    people: Object.values(people),
    fields: {
      hash: links,
      link: links,
      username: ['robobot', 'annsnews', 'freename', ''],
      phone: ['15550001', ''],
      emoticon: ['👍', '👎', ''],
      chat_id: peers.filter(({ kind }) => kind === 'chat').map(({ id }) => id),
      option: [Uint8Array.of(0), Uint8Array.of(1)],
      data: [new TextEncoder().encode('more')],
      url: ['https://example.org'],
      part: [0, 1, -1],
      bytes: [new Uint8Array(1024)],
      file_id: [1n],
    },
    types: {
      ...files,
      InputStickerSet: [
        { _: 'inputStickerSetID', id: stickers.id, access_hash: stickers.accessHash },
        { _: 'inputStickerSetShortName', short_name: 'cats' },
      ],
      InputReplyTo: [reply(2), reply(8), reply(0x7fffffff), reply(-1)],
      Reaction: [{ _: 'reactionEmoji', emoticon: '👍' }],
      InputFile: [{ _: 'inputFile', id: 1n, parts: 1, name: 'a.txt', md5_checksum: '' }],
      InputCheckPasswordSRP: [{ _: 'inputCheckPasswordEmpty' }],
    },
  };
}
