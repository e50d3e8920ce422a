/** What executing an approved message costs, in the time that commits to the same disk take in the same run. */
import { fileURLToPath } from 'node:url';
import { startBare } from '../bare-process.js';
import { BENCH_PERSON, CHAT, type BenchHouse } from '../house.js';
import { quantile } from '../statistics.js';
import { executionMs, openSendBench } from './approved-sends.js';
import { bareCommitMs, storeCommitMs } from './commits.js';

/** Milliseconds at the median, and of the slowest but one in a hundred. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

/** What else takes its time, in milliseconds at the median. */
interface Measures {
  /** The same requests by the client library alone: Telegram's part of an execution. */
  readonly telegram: number;
  readonly bareCommit: number;
  readonly storeCommit: number;
}

const BARE = fileURLToPath(new URL('bare-sender.js', import.meta.url));

/** One server alone; the library alone and commits in between. */
export async function aloneSpeed(house: BenchHouse, blocks: number, each: number): Promise<Times & Measures> {
  const bench = await openSendBench(house, 1);
  const sender = startBare(house, BARE, house.emulator.mintSession(BENCH_PERSON), CHAT);
  const times: number[] = [];
  const telegram: number[] = [];
  const bare: number[] = [];
  const own: number[] = [];
  try {
    for (let block = 0; block <= blocks; block += 1) {
      for (const [server, sends] of zip(bench.servers, await bench.ready(each))) {
        for (const send of sends) {
          const took = await executionMs(server, send);
          const answered = Number(await sender.ask('A message of the library alone'));
          const bareCommit = await bareCommitMs(bench.folder);
          const storeCommit = await storeCommitMs(bench.store);
          // The first block warms up.
          if (block === 0) continue;
          times.push(took);
          telegram.push(answered);
          bare.push(bareCommit);
          own.push(storeCommit);
        }
      }
    }
  } finally {
    sender.stop();
    await bench.close();
  }
  return {
    ...timesOf(times),
    telegram: quantile(telegram, 0.5),
    bareCommit: quantile(bare, 0.5),
    storeCommit: quantile(own, 0.5),
  };
}

/** Sessions of one account that execute at the same time, one after another each. */
export async function crowdSpeed(
  house: BenchHouse,
  sessions: number,
  blocks: number,
  each: number,
): Promise<Times> {
  const bench = await openSendBench(house, sessions);
  const times: number[] = [];
  try {
    for (let block = 0; block <= blocks; block += 1) {
      const pairs = zip(bench.servers, await bench.ready(each));
      await Promise.all(
        pairs.map(async ([server, sends]) => {
          for (const send of sends) {
            const took = await executionMs(server, send);
            if (block > 0) times.push(took);
          }
        }),
      );
    }
  } finally {
    await bench.close();
  }
  return timesOf(times);
}

function timesOf(times: readonly number[]): Times {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function zip<A, B>(one: readonly A[], other: readonly B[]): [A, B][] {
  return one.flatMap((value, index) => {
    const second = other[index];
    return second === undefined ? [] : [[value, second] as [A, B]];
  });
}
