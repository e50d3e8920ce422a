import { done, type Outcome, type Refused } from '../../../errors/outcome.js';
import { refuse } from '../../../errors/refuse.js';
import type { CallOptions } from '../../caller.js';
import { telegram } from '../../library.js';
import type { Telegram } from '../../telegram.js';
import type { RemoteFile } from './remote-file.js';

/** Bytes of one part: divides a megabyte, as Telegram wants it (core.telegram.org/api/files). */
export const PART_BYTES = 512 * 1024;

/** Files of this size and smaller are asked for between the calls that somebody waits for. */
const QUICK_BYTES = 1024 * 1024;

/**
 * One part of a file, by one call of upload.getFile at the data centre where it lies; `offset` in bytes, a multiple of
 * {@link PART_BYTES}. A refusal of {@link isExpired} says that the file must be looked up anew.
 */
export async function fetchPart(
  account: Telegram,
  file: RemoteFile,
  offset: number,
  options: CallOptions,
): Promise<Outcome<Buffer>> {
  const lane = file.size > QUICK_BYTES ? 'background' : 'interactive';
  const first = await ask(account, file, offset, { lane, ...options, dc: file.dc });
  const moved = first.ok ? undefined : movedTo(first);
  return moved === undefined ? first : ask(account, file, offset, { lane, ...options, dc: moved });
}

/** Whether the file's reference has grown too old (core.telegram.org/api/file-references). */
export function isExpired({ refusal }: Refused): boolean {
  return String(refusal.data?.['rpc']).startsWith('FILE_REFERENCE_');
}

async function ask(
  account: Telegram,
  { location, size }: RemoteFile,
  offset: number,
  options: CallOptions,
): Promise<Outcome<Buffer>> {
  const { Api, helpers } = telegram();
  const request = new Api.upload.GetFile({
    location,
    offset: helpers.returnBigInt(offset),
    limit: PART_BYTES,
  });
  const answer = await account.call(request, options);
  if (!answer.ok) return answer;
  // Only to a client that says it could follow: this one does not, so it is a mistake of the other side.
  if (answer.value.className !== 'upload.File') return broken('a redirect to a content network');
  const { bytes } = answer.value;
  const wanted = Math.min(PART_BYTES, size - offset);
  return bytes.length === wanted ? done(bytes) : broken(`${bytes.length} bytes instead of ${wanted}`);
}

function broken(what: string): Refused {
  return refuse('TELEGRAM_TROUBLE', { data: { method: 'upload.getFile', rpc: what } });
}

/** The data centre that Telegram names instead of the one that was asked. */
function movedTo({ refusal }: Refused): number | undefined {
  const { rpc, rpc_code: code } = refusal.data ?? {};
  const dc = /^FILE_?MIGRATE[A-Z]*_(\d+)$/i.exec(String(rpc))?.[1];
  return code === 303 && dc !== undefined ? Number(dc) : undefined;
}
