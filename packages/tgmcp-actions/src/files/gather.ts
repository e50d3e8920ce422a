/** From what the arguments name to the files that are shown, approved and sent. */
import { closeSync, fstatSync } from 'node:fs';
import { done, type Outcome } from '@tgmcp/core';
import { fileRefused, tooLarge, unreadable, urlRefused } from './file-refused.js';
import type { FilePlaces } from './file-places.js';
import { openFile } from './open-file.js';
import type { OutgoingFile } from './outgoing-file.js';
import { isPhoto } from './picture.js';
import { readDescriptor } from './read-descriptor.js';
import type { ReadThrough } from './read-through.js';
import { sentName } from './sent-name.js';
import { sourceShown, type Source } from './source.js';
import type { Network } from './web/network.js';

const PIECE = 512 * 1024;

/** What reads a file through: into the spool at the preview, and nowhere at the execution. */
export type Reading = (pieces: AsyncIterable<Buffer>) => Promise<Outcome<ReadThrough>>;

/** What gathering needs. */
export interface Gathering {
  readonly places: FilePlaces;
  readonly network: Network;
  readonly allowHttp: boolean;
  readonly maxBytes: number;
  /** Ends all that is fetched. */
  readonly signal: AbortSignal;
  readonly read: Reading;
}

/** A file as its bytes and its names say, before anybody decided how it is shown. */
interface Found {
  readonly read: ReadThrough;
  readonly name: string | undefined;
  readonly mime: string | undefined;
}

/** One file: its bytes are read once, and everything about it comes from that reading. */
export async function gather(
  source: Source,
  asDocument: boolean,
  gathering: Gathering,
): Promise<Outcome<OutgoingFile>> {
  if (source.kind === 'known') return done(source.file);
  const found = await readSourceFile(source, gathering);
  if (!found.ok) return found;
  const { read } = found.value;
  if (read.size === 0) return fileRefused(sourceShown(source), 'it is empty');
  const name = sentName(found.value.name);
  return done({
    name,
    sha256: read.sha256,
    size: read.size,
    mime: found.value.mime ?? (await mimeOf(name)),
    kind: !asDocument && (await isPhoto(read)) ? 'photo' : 'document',
  });
}

function readSourceFile(
  source: Exclude<Source, { kind: 'known' }>,
  gathering: Gathering,
): Promise<Outcome<Found>> {
  if (source.kind === 'path') return fromDisk(source.path, gathering);
  return source.kind === 'url' ? fromWeb(source.url, gathering) : fromData(source, gathering);
}

async function fromDisk(path: string, { places, maxBytes, read }: Gathering): Promise<Outcome<Found>> {
  const opened = openFile(path, places);
  if (!opened.ok) return opened;
  const { fd, found } = opened.value;
  try {
    if (found.size > maxBytes) return tooLarge(maxBytes, Number(found.size));
    const bytes = await read(readDescriptor(fd, PIECE));
    if (!bytes.ok) return bytes;
    const after = fstatSync(fd, { bigint: true });
    const isSame = (['size', 'mtimeNs', 'ctimeNs'] as const).every((field) => after[field] === found[field]);
    if (!isSame) return fileRefused(path, 'it was changed while it was read; try again when it is whole');
    return done({ read: bytes.value, name: path, mime: undefined });
  } catch (error) {
    return unreadable(path, error);
  } finally {
    closeSync(fd);
  }
}

async function fromData(
  { mime, name, bytes }: Extract<Source, { kind: 'data' }>,
  { read }: Gathering,
): Promise<Outcome<Found>> {
  const all = await read(onePiece(bytes));
  return all.ok ? done({ read: all.value, name: name ?? (await nameFor(mime)), mime }) : all;
}

async function* onePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function fromWeb(url: URL, gathering: Gathering): Promise<Outcome<Found>> {
  const { network, read, signal } = gathering;
  const { fetchUrl } = await import('./web/fetch-url.js');
  const fetched = await fetchUrl(network, url, gathering);
  if (!fetched.ok) return fetched;
  const { mime, name, pieces } = fetched.value;
  try {
    const bytes = await read(pieces);
    return bytes.ok ? done({ read: bytes.value, name, mime }) : bytes;
  } catch {
    return urlRefused(url.href, signal.aborted ? 'it took too long' : 'its host broke off');
  } finally {
    fetched.value.close();
  }
}

async function mimeOf(name: string): Promise<string> {
  const { lookup } = await import('mrmime');
  return lookup(name) ?? 'application/octet-stream';
}

async function nameFor(mime: string): Promise<string> {
  const { mimes } = await import('mrmime');
  const ending = Object.entries(mimes).find(([, type]) => type === mime)?.[0];
  return ending === undefined ? 'file' : `file.${ending}`;
}
