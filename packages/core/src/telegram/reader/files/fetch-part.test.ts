import type { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { done, type Outcome } from '../../../errors/outcome.js';
import { refuse } from '../../../errors/refuse.js';
import type { CallOptions } from '../../caller.js';
import { telegram } from '../../library.js';
import type { Telegram } from '../../telegram.js';
import { fetchPart, isExpired, PART_BYTES } from './fetch-part.js';
import type { RemoteFile } from './remote-file.js';

/* Answers that the service gives to nobody who asks as this program does; the others are in the scenarios. */

const { Api: Tl, helpers } = telegram();
const id = helpers.returnBigInt(1);
const location = new Tl.InputPhotoFileLocation({
  id,
  accessHash: id,
  fileReference: Buffer.alloc(1),
  thumbSize: 'x',
});
const file = (size: number): RemoteFile => ({
  id: '1',
  kind: 'photo',
  mime: 'image/jpeg',
  size,
  location,
  dc: 2,
});

/** An account that gets these answers, and the options with which it was asked. */
function answering(...answers: readonly Outcome<unknown>[]) {
  const asked: CallOptions[] = [];
  const call = async (_request: unknown, options: CallOptions) => {
    asked.push(options);
    return answers[asked.length - 1] ?? refuse('CANCELLED');
  };
  return { account: { call } as unknown as Telegram, asked };
}

const bytes = (length: number): Outcome<Api.upload.File> =>
  done(new Tl.upload.File({ type: new Tl.storage.FileJpeg(), mtime: 1, bytes: Buffer.alloc(length) }));

describe('a part of a file', () => {
  it('is nothing but bytes from Telegram itself', async () => {
    const cdn = {
      fileToken: Buffer.alloc(1),
      encryptionKey: Buffer.alloc(32),
      encryptionIv: Buffer.alloc(16),
    };
    const { account, asked } = answering(
      done(new Tl.upload.FileCdnRedirect({ dcId: 9, ...cdn, fileHashes: [] })),
    );
    const part = await fetchPart(account, file(5), 0, {});
    expect(part).toMatchObject({ ok: false, refusal: { code: 'TELEGRAM_TROUBLE' } });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [9, 0, 9, true],
    [9, 0, 8, false],
    [9, 0, 10, false],
    [PART_BYTES + 3, 0, PART_BYTES, true],
    [PART_BYTES + 3, PART_BYTES, 3, true],
    [PART_BYTES + 3, PART_BYTES, 0, false],
  ])('of a file of %d bytes from %d on may have %d: %s', async (size, offset, length, may) => {
    const part = await fetchPart(answering(bytes(length)).account, file(size), offset, {});
    expect(part.ok).toBe(may);
    if (!part.ok) expect(part.refusal).toMatchObject({ code: 'TELEGRAM_TROUBLE', retryable: true });
  });

  it('is followed to another data centre once, and no further', async () => {
    const moved = (dc: number) =>
      refuse('RPC_ERROR', { data: { rpc: `FileMigrateError_${dc}`, rpc_code: 303 } });
    const { account, asked } = answering(moved(4), moved(5));
    expect(await fetchPart(account, file(5), 0, {})).toEqual(moved(5));
    expect(asked.map(({ dc }) => dc)).toEqual([2, 4]);
  });

  it('of a large file waits for everything that somebody waits for', async () => {
    for (const [size, lane] of [
      [1_048_576, 'interactive'],
      [1_048_577, 'background'],
    ] as const) {
      const { account, asked } = answering(bytes(PART_BYTES));
      await fetchPart(account, file(size), 0, {});
      expect(asked).toMatchObject([{ lane, dc: 2 }]);
    }
  });

  it.each([
    ['FILE_REFERENCE_EXPIRED', true],
    ['FILE_REFERENCE_0_EXPIRED', true],
    ['FILE_REFERENCE_INVALID', true],
    ['FILE_ID_INVALID', false],
  ])('refused with %s asks for a new look: %s', (rpc, is) => {
    expect(isExpired(refuse('RPC_ERROR', { data: { rpc } }))).toBe(is);
  });
});
