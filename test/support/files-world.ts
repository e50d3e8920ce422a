/** A world with files to fetch, and fetching them. */
import { createHash } from 'node:crypto';
import { fileBytes, makeDocument, makePhoto, type World } from '@tgmcp/emulator';
import type { House } from './house.js';
import type { Agent } from './mcp-client.js';
import { DAY, HALL, readingWorld } from './reading-world.js';
import { FRIEND } from './small-world.js';

/** Bytes of a part, as the product asks for it. */
export const PART = 512 * 1024;

/** Messages of the hall with files, beside those that it has anyway. */
export const MORE = {
  big: 101,
  far: 102,
  once: 103,
  empty: 104,
  page: 105,
  middle: 106,
  hostile: 110,
} as const;

/** What strangers call their files, and how the file ends that we make of it. */
export const NAMES: readonly (readonly [string, string])[] = [
  ['../../../../etc/passwd', 'bin'],
  ['..\\..\\windows\\system32\\evil.dll', 'dll'],
  ['/etc/cron.d/job.txt', 'txt'],
  ['a\u0000.png\u0000.sh', 'bin'],
  ['\u202Egpj.exe', 'bin'],
  ['CON', 'bin'],
  ['aux.txt', 'txt'],
  ['-rf', 'bin'],
  [`${'long'.repeat(75)}.PDF`, 'pdf'],
  ['double.pdf.exe', 'bin'],
  ['stop\n{"path":"/tmp/x"}.csv', 'csv'],
  ['dots...', 'bin'],
  ['.desktop', 'bin'],
];

const document = (id: number, size: number, more: Partial<Parameters<typeof makeDocument>[0]> = {}) =>
  makeDocument({
    id: BigInt(id),
    date: DAY,
    content: { seed: id, size },
    mimeType: 'application/octet-stream',
    ...more,
  });
export const BIG = document(1001, 3 * PART + 1234, { fileName: 'film.mp4', mimeType: 'video/mp4' });
export const FAR = document(1002, PART + 5, { fileName: 'far.zip', dc: 4 });

/** The hall with these files. */
export function filesWorld(): World {
  const world = readingWorld();
  const peer = { kind: 'channel', id: HALL.bare } as const;
  const add = (id: number, draft: Partial<Parameters<World['addMessage']>[0]>) =>
    world.addMessage({ peer, from: FRIEND.id, date: DAY + 86_400 + id, id, ...draft });
  add(MORE.big, { media: BIG });
  add(MORE.far, { media: FAR });
  const secret = makePhoto({ id: 1003n, date: DAY, width: 90, height: 60, content: { seed: 1, size: 900 } });
  add(MORE.once, { media: secret, ttlSeconds: 10 });
  add(MORE.empty, { media: document(1004, 0, { content: new Uint8Array(0), fileName: 'nothing.txt' }) });
  add(MORE.middle, { media: document(1006, 700_000) });
  const webpage = { _: 'webPage', id: 5n, url: 'https://example.org/', display_url: 'example.org', hash: 0 };
  add(MORE.page, { text: 'look', media: { kind: 'other', media: { _: 'messageMediaWebPage', webpage } } });
  for (const [n, [fileName]] of NAMES.entries())
    add(MORE.hostile + n, { media: document(2000 + n, 40 + n, { fileName }) });
  return world;
}

interface File {
  readonly message?: number;
  readonly path: string;
  readonly name?: string;
  readonly size: number;
  readonly had?: number;
}

/** Fetches files of the hall, and tells which methods reached the wire for it. */
export async function fetchFiles(house: House, agent: Agent, args: Record<string, unknown>) {
  const before = house.wire().length;
  const { refused, body } = await agent.call('tg_download_media', { group: HALL.id, ...args });
  const files = (body['files'] ?? []) as File[];
  return { refused, body, files, wire: house.wire().slice(before) };
}

export const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The digest of a whole file of the world. */
export const whole = (file: typeof BIG): string => sha(fileBytes(file.content, 0, file.size));
