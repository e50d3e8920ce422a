import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../statistics.js';
import { host } from './hosted.js';
import type { Hosted } from './hosted.js';
import { RawReader } from './raw-reader.js';

const IN_FLIGHT = 4;
const BLOCK = 100;

/** What was measured; rates are medians over blocks of 100 pages, a page being 100 messages. */
export interface Scale {
  /** Pages a second to a raw client in another process, one after the other, and four in flight. */
  readonly rawPages: number;
  readonly rawPagesInFlight: number;
  /** Pages a second to the `telegram` library in another process, which parses and wraps them. */
  readonly libraryPages: number;
  /** Resident memory of the emulator's process with 100,000 written messages, all of them read once. */
  readonly writtenMb: number;
  /** A generated history read from the newest to the first message: how many, in how many seconds, in which memory. */
  readonly paged: number;
  readonly pagedSeconds: number;
  readonly pagedMb: number;
}

/** Measures pages and memory with `written` messages, and pages once through `generated` ones. */
export async function measureScale(written: number, generated: number): Promise<Scale> {
  const first = await host('written', written);
  const reader = await RawReader.open(first);
  const blocks = Math.max(3, Math.min(15, Math.floor(written / (BLOCK * 100))));
  const rawPages = await rate(reader, blocks, 1, written);
  const rawPagesInFlight = await rate(reader, blocks, IN_FLIGHT, written);
  reader.close();
  const libraryPages = await libraryRate(first, 3);
  await pageThrough(first, written);
  const writtenMb = await first.rssMb();
  await first.close();
  const second = await host('generated', generated);
  const begun = performance.now();
  const paged = await pageThrough(second, generated);
  const pagedSeconds = (performance.now() - begun) / 1000;
  const pagedMb = await second.rssMb();
  await second.close();
  return { rawPages, rawPagesInFlight, libraryPages, writtenMb, paged, pagedSeconds, pagedMb };
}

async function rate(reader: RawReader, blocks: number, width: number, top: number): Promise<number> {
  const rates: number[] = [];
  for (let block = -1; block < blocks; block += 1) {
    const begun = performance.now();
    const waiting: (() => Promise<number[]>)[] = [];
    for (let page = 0; page < BLOCK; page += 1) {
      waiting.push(reader.ask(top - ((page * 100) % (top - 100))));
      if (waiting.length === width) await waiting.shift()?.();
    }
    for (const wait of waiting) await wait();
    // The first block warms both ends up.
    if (block >= 0) rates.push((BLOCK * 1000) / (performance.now() - begun));
  }
  return median(rates);
}

/** Reads a whole history; throws unless every id from `count` down to 1 came once, in order. */
async function pageThrough(hosted: Hosted, count: number): Promise<number> {
  const reader = await RawReader.open(hosted);
  const waiting: (() => Promise<number[]>)[] = [];
  let asked = count + 1;
  let expected = count;
  while (expected > 0) {
    while (waiting.length < IN_FLIGHT && asked > 1) {
      waiting.push(reader.ask(asked));
      asked -= 100;
    }
    const ids = (await waiting.shift()?.()) ?? [];
    if (ids.length === 0) throw new Error(`the history ended at ${expected}`);
    for (const id of ids) {
      if (id !== expected) throw new Error(`message ${id} came where ${expected} was expected`);
      expected -= 1;
    }
  }
  reader.close();
  return count;
}

async function libraryRate(hosted: Hosted, blocks: number): Promise<number> {
  const file = fileURLToPath(new URL('../bare-client.js', import.meta.url));
  const child = spawn(process.execPath, [file, hosted.session, 'benchmarks'], {
    env: { ...process.env, ...hosted.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const times: number[] = [];
  for (let block = -1; block < blocks; block += 1) {
    child.stdin.write(`${BLOCK}\n`);
    let text = '';
    while (!text.endsWith('\n')) text += String((await once(child.stdout, 'data'))[0]);
    if (block >= 0) times.push(...(JSON.parse(text) as number[]));
  }
  child.stdin.end();
  await once(child, 'exit');
  return 1000 / median(times);
}
