/** Fetches one file to a path of the caller's. */
import { open, rm } from 'node:fs/promises';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { diskTrouble } from '../state/files/disk-trouble.js';
import { errorCode } from '../state/files/private-files.js';
import type { CallOptions } from '../telegram/caller.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import { fetchPart, isExpired, PART_BYTES } from '../telegram/reader/files/fetch-part.js';
import { findFile } from '../telegram/reader/files/find-files.js';
import type { RemoteFile } from '../telegram/reader/files/remote-file.js';
import type { Telegram } from '../telegram/telegram.js';
import type { Download } from './reader.js';

/** What is fetched, and where to. */
export interface Wanted {
  readonly telegram: Telegram;
  readonly peer: ResolvedPeer;
  readonly message: number;
  readonly to: string;
  readonly maxBytes: number;
}

/** Refused as {@link findFile} and calls are, with FILE_TOO_LARGE, and with INBOX_UNWRITABLE for what the disk says. */
export async function downloadTo(wanted: Wanted, options: CallOptions): Promise<Outcome<Download>> {
  const { to, maxBytes } = wanted;
  const found = await lookUp(wanted, options);
  if (!found.ok) return found;
  const { size, mime, name } = found.value;
  if (size > maxBytes)
    return refuse('FILE_TOO_LARGE', {
      data: { size, limit: maxBytes, setting: 'TG_READ_DOWNLOAD_FILE_MB' },
    });
  let made = false;
  try {
    const handle = await open(to, 'wx', 0o600);
    made = true;
    try {
      const bytes = await fill(
        wanted,
        found.value,
        (part, offset) => handle.write(part, 0, part.length, offset),
        options,
      );
      if (!bytes.ok) {
        await rm(to, { force: true });
        return bytes;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return done({ file: to, bytes: size, mime, ...(name === undefined ? {} : { name }) });
  } catch (error) {
    const code = errorCode(error);
    if (made) await rm(to, { force: true });
    if (code === undefined) throw error;
    const reason = code === 'EEXIST' ? 'a file stands there; name another one' : diskTrouble(code);
    return refuse('INBOX_UNWRITABLE', { data: { file: to, reason } });
  }
}

function lookUp({ telegram, peer, message }: Wanted, options: CallOptions): Promise<Outcome<RemoteFile>> {
  return findFile(telegram, peer, { message }, undefined, options);
}

/** A reference that has grown too old on the way is renewed once. */
async function fill(
  wanted: Wanted,
  found: RemoteFile,
  write: (part: Buffer, offset: number) => Promise<unknown>,
  options: CallOptions,
): Promise<Outcome<void>> {
  let file = found;
  let renewed = false;
  for (let offset = 0; offset < found.size;) {
    const part = await fetchPart(wanted.telegram, file, offset, options);
    if (part.ok) {
      await write(part.value, offset);
      offset += PART_BYTES;
      continue;
    }
    if (renewed || !isExpired(part)) return part;
    renewed = true;
    const again = await lookUp(wanted, options);
    if (!again.ok) return again;
    file = { ...again.value, size: found.size };
  }
  return done(undefined);
}
