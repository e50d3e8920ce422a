import {
  count,
  defineTool,
  done,
  fetchPart,
  findFile,
  isExpired,
  messageId,
  noFile,
  NOTICE,
  openChat,
  READS,
  refuse,
  type CallOptions,
  type CoreServices,
  type FileName,
  type OpenChat,
  type Outcome,
  type RemoteFile,
} from '@tgmcp/core';
import * as z from 'zod';
import { namedFiles, owner, photo, story } from '../files/file-name.js';
import { pictureType } from '../files/picture-type.js';

/** What a model is shown at once, and what fits into one part. */
const LIMITS = { side: 1280, bytes: 1024 * 1024 };

/** A picture as a picture: nothing is written to the disk, and nobody is told that it was looked at. */
export const viewImage = defineTool<CoreServices>()({
  name: 'tg_view_image',
  title: 'Look at a picture',
  description: 'Shows a photo, or the preview of a video or file.',
  input: z.strictObject({ group: owner, message_id: messageId.min(1).optional(), photo, story }),
  output: z.strictObject({
    image: z.string(),
    mime: z.string(),
    kind: z.string(),
    width: count.optional(),
    height: count.optional(),
    size: count,
    notice: z.string(),
  }),
  image: true,
  hints: READS,
  async handle(args, services, call) {
    const named = namedFiles(args.message_id === undefined ? [] : [args.message_id], args);
    if (!named.ok) return named;
    const [name] = named.value;
    const open = await openChat(services, args.group, call);
    if (!open.ok) return open;
    const found = await fetched(open.value, name);
    if (!found.ok) return found;
    const { file, bytes } = found.value;
    const mime = pictureType(bytes);
    if (mime === undefined) return noFile('its bytes are no picture that can be shown');
    const { kind, width, height } = file;
    const sides = width === undefined || height === undefined ? {} : { width, height };
    return done({
      image: bytes.toString('base64'),
      mime,
      kind,
      ...sides,
      size: bytes.length,
      notice: NOTICE,
    });
  },
});

interface Fetched {
  readonly file: RemoteFile;
  readonly bytes: Buffer;
}

/** Looks the picture up and fetches it; once more when what Telegram said of it has grown too old meanwhile. */
async function fetched({ telegram, peer, options }: OpenChat, name: FileName): Promise<Outcome<Fetched>> {
  const once = async (): Promise<Outcome<Fetched>> => {
    const file = await findFile(telegram, peer, name, LIMITS, options);
    if (!file.ok) return file;
    const { size } = file.value;
    if (size > LIMITS.bytes) return tooLarge(size);
    const bytes = await whole(telegram, file.value, options);
    return bytes.ok ? done({ file: file.value, bytes: bytes.value }) : bytes;
  };
  const first = await once();
  return !first.ok && isExpired(first) ? once() : first;
}

async function whole(
  account: OpenChat['telegram'],
  file: RemoteFile,
  options: CallOptions,
): Promise<Outcome<Buffer>> {
  const parts: Buffer[] = [];
  for (let offset = 0; offset < file.size;) {
    const part = await fetchPart(account, file, offset, options);
    if (!part.ok) return part;
    parts.push(part.value);
    offset += part.value.length;
  }
  return done(Buffer.concat(parts));
}

function tooLarge(size: number): Outcome<never> {
  return refuse('FILE_TOO_LARGE', {
    message: 'The picture is too large to be shown; tg_download_media fetches it.',
    data: { size, limit: LIMITS.bytes },
  });
}
