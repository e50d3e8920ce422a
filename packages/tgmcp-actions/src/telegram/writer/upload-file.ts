/** Uploading a file in parts: core.telegram.org/api/files, "uploading files". Nothing is in any chat by that. */
import { createHash, randomBytes } from 'node:crypto';
import { done, refuse, telegramLibrary, type Outcome, type Refused, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import type { KeptFile } from '../../files/kept-file.js';

/** Bytes of a part; the largest that Telegram takes, so that a file costs the fewest calls. */
const PART_BYTES = 512 * 1024;

/** Larger files go up by another method, without a checksum. */
const MOST_SMALL = 10 * 1024 * 1024;

/** Files up to this size are uploaded between what somebody waits for. */
const QUICK_BYTES = 1024 * 1024;

/**
 * Uploads an approved copy and reads it once for that: what is uploaded is what its digest says. FILE_COPY_LOST when it is
 * not, UPLOAD_FAILED or as calls are; in each case nothing was sent.
 */
export async function uploadFile(
  caller: TelegramCaller,
  file: KeptFile,
): Promise<Outcome<Api.TypeInputFile>> {
  const { Api, helpers } = telegramLibrary();
  const isBig = file.size > MOST_SMALL;
  const parts = Math.ceil(file.size / PART_BYTES);
  // A name of its own for each try: parts of an earlier one are no part of this one.
  const fileId = helpers.returnBigInt(BigInt.asIntN(64, randomBytes(8).readBigInt64BE() | 1n));
  const md5 = createHash('md5');
  const lane = file.size > QUICK_BYTES ? 'background' : 'interactive';
  let filePart = 0;
  for await (const bytes of file.pieces(PART_BYTES)) {
    md5.update(bytes);
    const request = isBig
      ? new Api.upload.SaveBigFilePart({ fileId, filePart, fileTotalParts: parts, bytes })
      : new Api.upload.SaveFilePart({ fileId, filePart, bytes });
    const saved = await caller.call<typeof request>(request, { lane, repeatable: true });
    if (!saved.ok) return nothingSent(saved);
    filePart += 1;
  }
  const verdict = file.verdict();
  if (!verdict.ok) return verdict;
  const { name } = file;
  return done(
    isBig
      ? new Api.InputFileBig({ id: fileId, parts, name })
      : new Api.InputFile({ id: fileId, parts, name, md5Checksum: md5.digest('hex') }),
  );
}

/** Refusals after which nobody knows whether the request was carried out. */
const UNKNOWN: ReadonlySet<string> = new Set(['DEADLINE', 'TELEGRAM_TROUBLE', 'DISCONNECTED']);

/** The refusal of a request before the one that sends: whatever became of it, nothing was sent. */
export function nothingSent(refused: Refused): Refused {
  const { code, data, retry_after } = refused.refusal;
  const rpcCode = data?.['rpc_code'];
  const isUnknown =
    UNKNOWN.has(code) || (code === 'RPC_ERROR' && typeof rpcCode === 'number' && rpcCode >= 500);
  if (!isUnknown) return refused;
  return refuse('UPLOAD_FAILED', {
    ...(retry_after === undefined ? {} : { retryAfter: retry_after }),
    data: { cause: code, ...(data?.['rpc'] === undefined ? {} : { rpc: data['rpc'] }) },
  });
}
