/** Fetches named files into the inbox, several at once, within what the operator allows. */
import {
  done,
  filesOfMessages,
  findFile,
  refuse,
  type CoreServices,
  type FileName,
  type OpenChat,
  type Outcome,
  type Refusal,
  type RemoteFile,
  type ToolCall,
} from '@tgmcp/core';
import { fetchToInbox } from '../inbox/fetch-file.js';
import { openInbox } from '../inbox/folder.js';
import { storedName } from '../inbox/stored-name.js';
import type { FileRecord } from './file-record.js';

const MEGABYTE = 1024 * 1024;
/** More would only wait for the same budget. */
const AT_ONCE = 3;

/** A file that was not fetched. */
export interface RefusedFile {
  readonly name: FileName;
  readonly refusal: Refusal;
}

/** What came of it. */
export interface Downloaded {
  readonly files: readonly FileRecord[];
  readonly refused: readonly RefusedFile[];
}

interface Item {
  readonly name: FileName;
  readonly file: Outcome<RemoteFile>;
}

/** Fetches the files. What is refused leaves the others alone; when nothing came at all, its first refusal is the outcome. */
export async function download(
  services: CoreServices,
  open: OpenChat,
  names: readonly FileName[],
  call: ToolCall,
): Promise<Outcome<Downloaded>> {
  const { peer, telegram, options } = open;
  const account = await services.account();
  if (!account.ok) return account;
  const found = await lookUp(open, names);
  if (!found.ok) return found;
  const items = within(found.value, services.settings);
  const folder = await openInbox(services.settings, account.value.accountId, services.clock.now());
  if (!folder.ok) return folder;
  const total = items.reduce((sum, { file }) => sum + (file.ok ? file.value.size : 0), 0);
  let here = 0;
  const results = await inTurn(items, async ({ name, file }): Promise<FileRecord | RefusedFile> => {
    if (!file.ok) return { name, refusal: file.refusal };
    const wanted = {
      file: file.value,
      name: storedName(peer.id, name, file.value),
      again: () => findFile(telegram, peer, name, undefined, options),
      progress: async (bytes: number) => {
        here += bytes;
        await call.progress(here, total, 'bytes');
      },
    };
    const stored = await fetchToInbox(telegram, folder.value, wanted, options);
    return stored.ok
      ? { ...name, ...recordOf(file.value), ...placeOf(stored.value) }
      : { name, refusal: stored.refusal };
  });
  const files = results.filter((one): one is FileRecord => !('refusal' in one));
  const refused = results.filter((one): one is RefusedFile => 'refusal' in one);
  const [first] = refused;
  const cancelled = refused.find(({ refusal }) => refusal.code === 'CANCELLED');
  if (cancelled !== undefined) return { ok: false, refusal: cancelled.refusal };
  return files.length === 0 && first !== undefined
    ? { ok: false, refusal: first.refusal }
    : done({ files, refused });
}

async function lookUp(
  { telegram, peer, options }: OpenChat,
  names: readonly FileName[],
): Promise<Outcome<Item[]>> {
  const ids = names.flatMap((name) => ('message' in name ? [name.message] : []));
  if (ids.length === 0) return lookUpOne({ telegram, peer, options }, names);
  const found = await filesOfMessages(telegram, peer, ids, options);
  if (!found.ok) return found;
  return done(found.value.map((file, index) => ({ name: { message: ids[index] ?? 0 }, file })));
}

async function lookUpOne(
  { telegram, peer, options }: OpenChat,
  names: readonly FileName[],
): Promise<Outcome<Item[]>> {
  const items: Item[] = [];
  for (const name of names)
    items.push({ name, file: await findFile(telegram, peer, name, undefined, options) });
  return done(items);
}

/** Refuses what is too large, and what is left when the call has fetched as much as one call may. */
function within(items: readonly Item[], settings: CoreServices['settings']): Item[] {
  let left = settings.TG_READ_DOWNLOAD_CALL_MB * MEGABYTE;
  const most = settings.TG_READ_DOWNLOAD_FILE_MB * MEGABYTE;
  return items.map(({ name, file }) => {
    if (!file.ok) return { name, file };
    const { size } = file.value;
    if (size > most) return { name, file: tooLarge(size, most, 'TG_READ_DOWNLOAD_FILE_MB') };
    if (size > left) return { name, file: tooLarge(size, left, 'TG_READ_DOWNLOAD_CALL_MB') };
    left -= size;
    return { name, file };
  });
}

function tooLarge(size: number, limit: number, setting: string): Outcome<never> {
  const reason = `${size} bytes; ${limit} are allowed by ${setting}`;
  return refuse('FILE_TOO_LARGE', { data: { size, limit, setting, reason } });
}

function recordOf({
  kind,
  mime,
  name,
  size,
}: RemoteFile): Pick<FileRecord, 'kind' | 'mime' | 'name' | 'size'> {
  return { kind, mime, ...(name === undefined ? {} : { name }), size };
}

function placeOf({
  path,
  had,
}: {
  readonly path: string;
  readonly had: number;
}): Pick<FileRecord, 'path' | 'had'> {
  return had === 0 ? { path } : { path, had };
}

/** The results in the order of the items, a few at a time. */
async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
