import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRecord } from '../../scripts/dist/programs/compiled/make.js';
import {
  readRecord,
  recordName,
  writeRecord,
  type CompiledPart,
} from '../../scripts/dist/programs/compiled/record.js';
import { openHouse, PROGRAMS, type House, type Ran } from '../support/house.js';
import { RawServer } from '../support/raw-server.js';

const TITLE = 'Telegram, reading';
/** As long as the title, because V8 compares the lengths of sources. */
const OTHER_TITLE = 'Telegram, READING';

let house: House;
let folder: string;
let record: string;
let parts: readonly CompiledPart[];
/** A record that says the other title of parts that say the first one. */
let telling: Buffer;

beforeAll(async () => {
  house = await openHouse();
  folder = await mkdtemp(join(tmpdir(), 'tgmcp-compiled ü-'));
  record = join(folder, recordName());
  await cp(dirname(PROGRAMS.read), folder, { recursive: true });
  parts = readRecord(await readFile(record)) ?? [];
  await change(TITLE, OTHER_TITLE);
  await makeRecord(folder, names());
  const made = readRecord(await readFile(record)) ?? [];
  telling = writeRecord(made.map((one, index) => ({ ...one, sum: parts[index]?.sum ?? 0 })));
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await rm(folder, { recursive: true });
  await cp(dirname(PROGRAMS.read), folder, { recursive: true });
  await writeFile(record, telling);
});

const names = () => parts.map(({ name }) => name);
const first = () => join(folder, names()[0] ?? '');

async function change(from: string, to: string): Promise<void> {
  const text = await readFile(first(), 'utf8');
  expect(text.split(from)).toHaveLength(2);
  await writeFile(
    first(),
    text.replace(from, () => to),
  );
}

/** The title with which the server of the folder answers; it ends as it should, and complains of nothing. */
async function title(env: Record<string, string> = {}): Promise<unknown> {
  const server = RawServer.start(join(folder, 'tgmcp-read.js'), { ...house.env(), ...env });
  const answer = await server.initialize();
  const { code } = await server.endBy(({ child }) => child.stdin.end());
  expect(code).toBe(0);
  expect(server.stderr).toMatch(/^\S+ info ending: [^\n]+\n$/u);
  return (answer['result'] as { serverInfo: { title: unknown } }).serverInfo.title;
}

function version(): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'tgmcp-read.js'), '--version'], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('the record of compiled code', () => {
  it.each(['read', 'actions'] as const)(
    'of tgmcp-%s is of the parts beside it, for everybody',
    async (name) => {
      const beside = dirname(PROGRAMS[name]);
      const file = join(beside, recordName());
      expect((await stat(file)).mode & 0o777).toBe(0o644);
      const recorded = readRecord(await readFile(file)) ?? [];
      expect(recorded.length).toBeGreaterThan(3);
      for (const one of recorded)
        expect(crc32(await readFile(join(beside, one.name))), one.name).toBe(one.sum);
    },
  );

  it.each(['read', 'actions'] as const)(
    'of tgmcp-%s is of what a start needs, and of little more',
    async (name) => {
      const beside = dirname(PROGRAMS[name]);
      const bytes = await readFile(join(beside, recordName()));
      const sources = (readRecord(bytes) ?? []).map(async (one) => (await stat(join(beside, one.name))).size);
      const read = (await Promise.all(sources)).reduce((sum, size) => sum + size, 0);
      expect(read).toBeLessThan(260_000);
      // A newer V8 has more to note of the same source.
      expect(bytes.length).toBeLessThan(2 * read);
    },
  );

  it('is what a start runs', async () => {
    expect(await title()).toBe(OTHER_TITLE);
  });

  it('says nothing of the place where it was made', async () => {
    const bytes = await readFile(join(dirname(PROGRAMS.read), recordName()));
    for (const place of [dirname(PROGRAMS.read), process.cwd(), tmpdir()])
      expect(bytes.includes(place), place).toBe(false);
  });
});

describe('a program starts as ever, and silently,', () => {
  const flip = async (at: number): Promise<void> => {
    const bytes = Buffer.from(telling);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    await writeFile(record, bytes);
  };
  it.each<[string, () => Promise<unknown>]>([
    ['without a record', () => rm(record)],
    ['with an empty record', () => writeFile(record, '')],
    ['with a record that was cut off', () => writeFile(record, telling.subarray(0, telling.length >> 1))],
    ['with a record that is damaged at its beginning', () => flip(2)],
    ['with a record that is damaged in its code', () => flip(telling.length >> 1)],
    ['with a record that is damaged at its end', () => flip(telling.length - 1)],
    ['with something else in its place', () => rm(record).then(() => mkdir(record))],
    ['with a record of other parts', () => change('takes no arguments but', 'takes NO arguments but')],
    ['with a record of fewer parts than its own', () => writeFile(record, writeRecord([]))],
    [
      'with a record of another version under this name',
      async () => {
        const bytes = Buffer.from(telling);
        const build = /"build":\d/u.exec(bytes.toString('latin1'))?.index ?? 0;
        bytes.write(bytes.toString('latin1', build + 8, build + 9) === '1' ? '2' : '1', build + 8);
        bytes.writeUInt32LE(crc32(bytes.subarray(4)));
        await writeFile(record, bytes);
      },
    ],
    [
      'with a record that V8 refuses',
      () => {
        const nonsense = parts.map((one) => ({ ...one, code: Buffer.alloc(one.code.length, 7) }));
        return writeFile(record, writeRecord(nonsense));
      },
    ],
  ])('%s', async (_, spoil) => {
    await spoil();
    expect(await title()).toBe(TITLE);
  });

  it('under options for V8 that the record was not made with', async () => {
    const { NODE_OPTIONS = '' } = house.env();
    expect(await title({ NODE_OPTIONS: `${NODE_OPTIONS} --stack-trace-limit=20` })).toBe(TITLE);
  });
});

describe('a program that fails', () => {
  it('says the same, and the same place, with and without a record', async () => {
    await change(TITLE, `"+(()=>{throw new Error("out of order")})()+"`);
    // It ends with its error, after the record is written.
    await expect(makeRecord(folder, names())).rejects.toThrow('out of order');
    await chmod(record, 0o644);
    const withRecord = await version();
    await rm(record);
    const without = await version();
    expect(withRecord.code).toBe(1);
    // Where the record was made is nobody's business, so it has no folder.
    const place = (stderr: string) => /part-\w+\.js:\d+:\d+(?=\)?\n)/u.exec(stderr)?.[0];
    expect(place(withRecord.stderr)).toContain(names()[0]);
    expect(place(withRecord.stderr)).toBe(place(without.stderr));
    expect(withRecord.stderr).toContain('Error: out of order');
  });
});
