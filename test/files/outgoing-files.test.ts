/** From what arguments name to the files that are shown, and back: each read once, and all of them refused with one. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createMemoryStore, manualClock, type Outcome } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gather } from '../../packages/tgmcp-actions/src/files/gather.js';
import { filePlaces } from '../../packages/tgmcp-actions/src/files/file-places.js';
import { filesOf, type OutgoingFile } from '../../packages/tgmcp-actions/src/files/outgoing-file.js';
import { outgoingFiles, type OutgoingFiles } from '../../packages/tgmcp-actions/src/files/outgoing-files.js';
import { readThrough } from '../../packages/tgmcp-actions/src/files/read-through.js';
import type { Network } from '../../packages/tgmcp-actions/src/files/web/network.js';
import { HOST, openWebHost, type WebHost } from '../support/web-host.js';
import { ownDisk, type OwnDisk } from './own-disk.js';
import { oneHostInternet } from './public-internet.js';
import { sourceOf } from './source-of.js';

const sha = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** As much of a PNG as tells how large it is. */
function png(width = 10, height = 10): Buffer {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a0000000d49484452', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

let disk: OwnDisk;
beforeEach(() => {
  disk = ownDisk();
});
afterEach(() => disk.remove());

interface Opened {
  readonly files: OutgoingFiles;
  readonly warnings: string[];
  look(texts: readonly string[], how?: object): Promise<Outcome<readonly OutgoingFile[]>>;
}

function open(changes: Record<string, string> = {}, host?: WebHost): Opened {
  const clock = manualClock();
  const warnings: string[] = [];
  const files = outgoingFiles({
    settings: disk.settings(changes),
    accountId: '1001',
    store: createMemoryStore({ clock }),
    clock,
    warn: (line) => warnings.push(line),
    ...(host === undefined ? {} : { network: oneHostInternet(host) }),
  });
  return {
    files,
    warnings,
    look: (texts, how) => files.gather(texts.map(sourceOf), { keep: true, asDocument: false, ...how }),
  };
}

const spool = (): string[] =>
  existsSync(disk.at('data/spool/1001')) ? readdirSync(disk.at('data/spool/1001')).toSorted() : [];
const refused = (code: string, data?: object): object => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

describe('a file that is to be sent', () => {
  it('is known by its bytes: name, digest, size, type and kind', async () => {
    disk.put('root/plan.txt', 'the plan');
    writeFileSync(disk.put('root/kite.png'), png());
    const { look } = open();
    expect(await look(['plan.txt'])).toEqual({
      ok: true,
      value: [{ name: 'plan.txt', sha256: sha('the plan'), size: 8, mime: 'text/plain', kind: 'document' }],
    });
    const photo = { name: 'kite.png', sha256: sha(png()), size: 33, mime: 'image/png', kind: 'photo' };
    expect(await look(['kite.png'])).toEqual({ ok: true, value: [photo] });
    expect(await look(['kite.png'], { asDocument: true })).toEqual({
      ok: true,
      value: [{ ...photo, kind: 'document' }],
    });
    disk.put('root/strange.unknown-kind', 'x');
    expect(await look(['strange.unknown-kind'])).toMatchObject({
      value: [{ mime: 'application/octet-stream' }],
    });
  });

  it.each([
    ['data:text/csv;name=a%20b.csv,1', { name: 'a b.csv', mime: 'text/csv', size: 1 }],
    ['data:text/csv,1', { name: 'file.csv', mime: 'text/csv' }],
    ['data:application/x-nothing-known,1', { name: 'file', mime: 'application/x-nothing-known' }],
  ])('%s is %j', async (uri, file) => {
    expect(await open().look([uri])).toMatchObject({ ok: true, value: [file] });
  });

  it('is copied where it is shown, and only read where it is looked at again', async () => {
    disk.put('root/plan.txt', 'the plan');
    const { look, files } = open();
    expect(await look(['plan.txt'], { keep: false })).toMatchObject({ ok: true });
    expect(spool()).toEqual([]);
    const shown = await look(['plan.txt']);
    expect(spool()).toEqual([sha('the plan')]);
    const [file] = shown.ok ? shown.value : [];
    if (file === undefined) throw new Error('nothing was gathered');
    const kept = files.open(file);
    if (!kept.ok) throw new Error(kept.refusal.code);
    const all: Buffer[] = [];
    for await (const piece of kept.value.pieces(3)) all.push(Buffer.from(piece));
    expect(Buffer.concat(all).toString()).toBe('the plan');
    expect(kept.value.verdict()).toEqual({ ok: true, value: undefined });
    kept.value.close();
    expect(files.open({ ...file, sha256: sha('gone') })).toMatchObject(refused('FILE_COPY_LOST'));
  });

  it('that is known already is taken as it was, without looking', async () => {
    const file: OutgoingFile = {
      name: 'a.txt',
      sha256: sha('a'),
      size: 1,
      mime: 'text/plain',
      kind: 'document',
    };
    const { files } = open();
    const known = [{ kind: 'known', file }] as const;
    expect(await files.gather(known, { keep: true, asDocument: false })).toEqual({ ok: true, value: [file] });
    expect(spool()).toEqual([]);
  });

  it('is refused empty, too large, or outside, with nothing left behind', async () => {
    disk.put('root/empty.txt', '');
    disk.put('root/most.txt', 'x'.repeat(1024 * 1024));
    disk.put('root/more.txt', 'x'.repeat(1024 * 1024 + 1));
    const { look } = open({ TG_ACTIONS_MAX_FILE_MB: '1' });
    for (const keep of [true, false]) {
      expect(await look(['empty.txt'], { keep })).toMatchObject(
        refused('FILE_REFUSED', { file: 'empty.txt', reason: 'it is empty' }),
      );
      expect(await look(['more.txt'], { keep })).toMatchObject(
        refused('FILE_TOO_LARGE', { size: 1024 * 1024 + 1, limit: 1024 * 1024 }),
      );
      expect(await look(['/etc/hosts'], { keep })).toMatchObject(
        refused('FILE_REFUSED', { file: '/etc/hosts' }),
      );
    }
    expect(await look(['most.txt'], { keep: false })).toMatchObject({ ok: true });
  });

  it('is refused where the copies of others fill the spool', async () => {
    disk.put('root/one.txt', 'x'.repeat(700_000));
    disk.put('root/two.txt', 'y'.repeat(700_000));
    const { look } = open({ TG_ACTIONS_SPOOL_MB: '1', TG_ACTIONS_MAX_FILE_MB: '1' });
    expect(await look(['one.txt'])).toMatchObject({ ok: true });
    expect(await look(['two.txt'])).toMatchObject(refused('SPOOL_UNWRITABLE'));
    expect(spool()).toHaveLength(1);
  });

  it('is looked for in an outbox that is made where it is a root, and refused where it cannot be', async () => {
    const roots = { TG_ACTIONS_FILE_ROOTS: '<data>/outbox' };
    rmSync(disk.at('data/outbox'), { recursive: true, force: true });
    expect(await open(roots).look(['data:,x'])).toMatchObject({ ok: true });
    expect(existsSync(disk.at('data/outbox'))).toBe(false);
    expect(await open(roots).look(['data:,y', 'plan.txt'])).toMatchObject(refused('FILE_REFUSED'));
    expect(existsSync(disk.at('data/outbox'))).toBe(true);
    rmSync(disk.at('data/outbox'), { recursive: true });
    disk.put('data/outbox', 'a file');
    expect(await open(roots).look(['plan.txt'])).toMatchObject(
      refused('FILE_REFUSED', { file: disk.at('data/outbox') }),
    );
  });
});

describe('several files', () => {
  beforeEach(() => {
    disk.put('root/plan.txt', 'the plan');
    writeFileSync(disk.put('root/kite.png'), png());
    writeFileSync(disk.put('root/other.png'), png(20, 20));
  });
  const kinds = async (...names: readonly string[]): Promise<unknown> => {
    const found = await open().look(names);
    return found.ok ? found.value.map(({ name, kind }) => [name, kind]) : found;
  };

  it('are photos where all of them are, and documents else', async () => {
    expect(await kinds('kite.png', 'other.png')).toEqual([
      ['kite.png', 'photo'],
      ['other.png', 'photo'],
    ]);
    expect(await kinds('kite.png', 'plan.txt')).toEqual([
      ['kite.png', 'document'],
      ['plan.txt', 'document'],
    ]);
  });

  it('are refused with one of them, and where one is there twice', async () => {
    expect(await kinds('kite.png', 'gone.txt')).toMatchObject(refused('FILE_REFUSED', { file: 'gone.txt' }));
    expect(await kinds('plan.txt', 'data:,the%20plan')).toMatchObject(
      refused('FILE_REFUSED', { file: 'plan.txt', reason: 'the same file is there twice' }),
    );
  });
});

describe('a file of the web', () => {
  let host: WebHost;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  beforeEach(async () => {
    host = await openWebHost((request, response) => answer(request, response));
  });
  afterEach(() => host.close());

  it('comes with the type and the name of its host', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png());
    const { look } = open({}, host);
    const file = { name: 'kite', sha256: sha(png()), size: 33, mime: 'image/png', kind: 'photo' };
    expect(await look([`https://${HOST}/a/kite`])).toEqual({ ok: true, value: [file] });
    answer = (_request, response) => response.writeHead(200).end('a,b');
    expect(await look([`https://${HOST}/a.csv`])).toMatchObject({
      value: [{ name: 'a.csv', mime: 'text/csv' }],
    });
  });

  it('leaves no connection, and is refused where it takes too long', async () => {
    const internet = oneHostInternet(host);
    const sockets: Socket[] = [];
    const network: Network = {
      ...internet,
      dial: async (...given) => {
        const socket = await internet.dial(...given);
        sockets.push(socket);
        return socket;
      },
    };
    const over = new AbortController();
    let begun = (): void => undefined;
    const fetching = {
      places: filePlaces(disk.settings()),
      network,
      allowHttp: false,
      maxBytes: 1000,
      signal: over.signal,
      read: (pieces: AsyncIterable<Buffer>) => {
        begun();
        return readThrough(pieces, 1000);
      },
    };
    const url = `https://${HOST}/a`;
    answer = (_request, response) => response.end('hello');
    expect(await gather(sourceOf(url), false, fetching)).toMatchObject({ ok: true });
    answer = (_request, response) => void response.write('some');
    begun = () => over.abort(new DOMException('the time is over', 'TimeoutError'));
    expect(await gather(sourceOf(url), false, fetching)).toMatchObject(
      refused('URL_REFUSED', { url, reason: 'it took too long' }),
    );
    expect(sockets.map((socket) => socket.destroyed)).toEqual([true, true]);
  });

  it('is refused as its host refuses it, too large, or broken off, and nothing of it stays', async () => {
    const { look } = open({ TG_ACTIONS_MAX_FILE_MB: '1' }, host);
    const url = `https://${HOST}/a`;
    answer = (_request, response) => response.writeHead(404).end();
    expect(await look([url])).toMatchObject(
      refused('URL_REFUSED', { url, reason: 'its host answered with status 404' }),
    );
    answer = (_request, response) => response.end(Buffer.alloc(1024 * 1024 + 1));
    expect(await look([url])).toMatchObject(refused('FILE_TOO_LARGE'));
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    expect(await look([url])).toMatchObject(refused('URL_REFUSED', { url, reason: 'its host broke off' }));
    expect(spool()).toEqual([]);
  });
});

it('the operator is told where copies cannot be removed', async () => {
  const { files, warnings } = open();
  await files.prune();
  expect(warnings).toEqual([]);
  rmSync(disk.at('data'), { recursive: true });
  disk.put('data', 'a file');
  await files.prune();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^copies of files that are not needed any more could not be removed: Error: ENOTDIR/,
  );
});

it('the files of a stored action are those of its content, and none where it has none', () => {
  const file: OutgoingFile = { name: 'a', sha256: sha('a'), size: 1, mime: 'text/plain', kind: 'document' };
  expect(filesOf({ files: [file], text: 'more' })).toEqual([file]);
  for (const other of [{}, { files: [{ ...file, sha256: 'x' }] }, undefined])
    expect(filesOf(other)).toEqual([]);
});
