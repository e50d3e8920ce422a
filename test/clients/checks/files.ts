import { describe, expect, it } from 'vitest';
import { fileBytes } from '@tgmcp/emulator';
import type * as Telegram from 'telegram';
import { failure, type Lab } from '../lab.js';
import { ANN, PNG, REPORT } from '../world.js';

/** Uploads and downloads. */
export function fileChecks(lab: () => Lab): void {
  const withText = async (text: string): Promise<Telegram.Api.Message> => {
    const [found] = await lab().ann.getMessages('me', { search: text, limit: 1 });
    if (found === undefined) throw new Error(`no message ${text}`);
    return found;
  };
  const send = (bytes: Buffer, name: string, more: object = {}) => {
    const file = new (lab().library.CustomFile)(name, bytes.length, '', bytes);
    return lab().ann.sendFile('me', { file, ...more });
  };
  const location = (document: Telegram.Api.Document, thumbSize = '') =>
    new (lab().library.Api.InputDocumentFileLocation)({
      id: document.id,
      accessHash: document.accessHash,
      fileReference: document.fileReference,
      thumbSize,
    });
  const documentOf = (message: Telegram.Api.Message): Telegram.Api.Document => {
    const { document } = message;
    if (!(document instanceof lab().library.Api.Document)) throw new Error('no document');
    return document;
  };

  describe('files', () => {
    it('come from another data centre: a photo', async () => {
      const before = lab().emulator.calls.next;
      const bytes = await lab().ann.downloadMedia(await withText('a dot'));
      expect(bytes).toEqual(Buffer.from(PNG));
      const dcs = lab()
        .emulator.calls.since(before)
        .filter((call) => call.method === 'upload.getFile' && call.outcome === 'ok')
        .map((call) => call.dc);
      expect(new Set(dcs)).toEqual(new Set([4]));
    });

    it('come from another data centre: a document of many parts', async () => {
      const message = await withText('the report');
      const bytes = await lab().ann.downloadMedia(message);
      if (typeof bytes === 'string' || bytes === undefined) throw new Error('no bytes');
      expect(bytes.length).toBe(REPORT.size);
      expect(
        bytes.equals(Buffer.from(fileBytes({ seed: REPORT.seed, size: REPORT.size }, 0, REPORT.size))),
      ).toBe(true);
    });

    it('are asked for where they are not, and the answer names where they are', async () => {
      const { Api, helpers } = lab().library;
      const document = documentOf(await withText('the report'));
      const answer = lab().ann.invoke(
        new Api.upload.GetFile({
          location: location(document),
          offset: helpers.returnBigInt(0),
          limit: 4096,
        }),
      );
      await expect(answer).rejects.toMatchObject({ newDc: 4 });
      expect(lab().emulator.calls.all.at(-1)?.outcome).toBe('303 FILE_MIGRATE_4');
    });

    it('are read in part', async () => {
      const document = documentOf(await withText('the report'));
      const parts: Buffer[] = [];
      const range = { dcId: document.dcId, offset: 65_536, requestSize: 32_768, parts: 2 };
      for await (const part of lab().library.range(lab().ann, location(document), range)) parts.push(part);
      const expected = fileBytes({ seed: REPORT.seed, size: REPORT.size }, 65_536, 65_536);
      expect(Buffer.concat(parts).equals(Buffer.from(expected))).toBe(true);
    });

    it('go up small and come down the same, with name and type', async () => {
      const bytes = Buffer.from('Grüße, '.repeat(3000));
      const sent = await send(bytes, 'letter.txt', { caption: 'small', forceDocument: true });
      const document = documentOf(sent);
      expect(document).toMatchObject({ mimeType: 'text/plain' });
      expect(Number(document.size)).toBe(bytes.length);
      expect(document.attributes).toEqual(
        expect.arrayContaining([expect.objectContaining({ fileName: 'letter.txt' })]),
      );
      expect(await lab().ann.downloadMedia(sent)).toEqual(bytes);
    });

    it('go up big and come down the same', { timeout: 120_000 }, async () => {
      const bytes = Buffer.from(fileBytes({ seed: 3, size: 10_600_000 }, 0, 10_600_000));
      const before = lab().emulator.calls.next;
      const sent = await send(bytes, 'big.bin', { caption: 'big', forceDocument: true, workers: 4 });
      const methods = lab()
        .emulator.calls.since(before)
        .map((call) => call.method);
      expect(methods).toContain('upload.saveBigFilePart');
      const back = await lab().ann.downloadMedia(sent);
      expect(Buffer.isBuffer(back) && back.equals(bytes)).toBe(true);
    });

    it('are offered in several sizes', async () => {
      const message = await withText('the view');
      const { photo } = message;
      if (!(photo instanceof lab().library.Api.Photo)) throw new Error('no photo');
      const sizes = photo.sizes.filter((size) => size instanceof lab().library.Api.PhotoSize);
      expect(sizes.length).toBeGreaterThan(0);
      for (const { type, size } of sizes) {
        const place = new (lab().library.Api.InputPhotoFileLocation)({
          id: photo.id,
          accessHash: photo.accessHash,
          fileReference: photo.fileReference,
          thumbSize: type,
        });
        const fileSize = lab().library.helpers.returnBigInt(size);
        const bytes = await lab().ann.downloadFile(place, { dcId: photo.dcId, fileSize });
        expect(Buffer.isBuffer(bytes) && bytes.length, type).toBe(size);
      }
    });

    it('go up as a photo', async () => {
      const sent = await send(Buffer.from(PNG), 'dot.png', { caption: 'as photo' });
      expect(sent.photo?.className).toBe('Photo');
      expect(await lab().ann.downloadMedia(sent)).toEqual(Buffer.from(PNG));
    });

    it('go up as an album', async () => {
      const file = ['one.png', 'two.png'].map(
        (name) => new (lab().library.CustomFile)(name, PNG.length, '', Buffer.from(PNG)),
      );
      const room = lab().room();
      await lab().ann.sendFile(room, { file, caption: ['first', 'second'] });
      const seen = [...(await lab().bob.getMessages(room, { limit: 5, reverse: true }))];
      expect(seen.map((message) => message.message)).toEqual(['first', 'second']);
      expect(seen[0]?.groupedId).toBeDefined();
      expect(String(seen[0]?.groupedId)).toBe(String(seen[1]?.groupedId));
    });

    it('are refused without all their parts', async () => {
      const { Api, helpers } = lab().library;
      const media = new Api.InputMediaUploadedDocument({
        file: new Api.InputFile({
          id: helpers.generateRandomLong(),
          parts: 1,
          name: 'none',
          md5Checksum: '',
        }),
        mimeType: 'text/plain',
        attributes: [],
      });
      const call = lab().ann.invoke(
        new Api.messages.SendMedia({
          peer: await lab().ann.getInputEntity('me'),
          media,
          message: '',
          randomId: helpers.generateRandomLong(),
        }),
      );
      expect(await failure(call)).toMatch(
        /^400 (FILE_PARTS?_INVALID|FILE_PART_0_MISSING|MEDIA_EMPTY|FILE_PART_\w+)$/,
      );
    });

    it('are refused with a wrong access hash or reference', async () => {
      const { Api, helpers } = lab().library;
      const document = documentOf(await withText('the report'));
      const client = await lab().another(ANN);
      const ask = async (changes: object) => {
        const place = new Api.InputDocumentFileLocation({
          id: document.id,
          accessHash: document.accessHash,
          fileReference: document.fileReference,
          thumbSize: '',
          ...changes,
        });
        return failure(client.downloadFile(place, { dcId: 4, fileSize: helpers.returnBigInt(10) }));
      };
      expect(await ask({ accessHash: helpers.returnBigInt(1) })).toMatch(/^400 (LOCATION|FILE_ID)_INVALID$/);
      expect(await ask({ fileReference: Buffer.from('stale') })).toMatch(
        /^400 FILE_REFERENCE_(EXPIRED|INVALID)$/,
      );
    });
  });
}
