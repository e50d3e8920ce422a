import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { host, type Hosted } from '../emulator/hosted.js';
import { median } from '../statistics.js';
import { startExporter } from './exporter.js';

/** How fast exports are. */
export interface ExportSpeed {
  readonly messages: number;
  /** Messages a second, medians of the rounds. */
  readonly library: number;
  readonly exported: number;
  /** The median of the rounds' ratios. */
  readonly ratio: number;
}

/** Exports and the bare library's iteration of the same chat in turn, on one emulator. */
export async function measureSpeed(messages: number, rounds: number): Promise<ExportSpeed> {
  const hosted = await host('generated', messages);
  const exporter = await startExporter(hosted);
  const bare = startBare(hosted, messages);
  try {
    const pairs: { library: number; exported: number }[] = [];
    // The first round warms both sides and the emulator up.
    for (let round = -1; round < rounds; round += 1) {
      const pair = {
        library: messages / (await bare.run()),
        exported: messages / (await exporter.run(messages)),
      };
      if (round >= 0) pairs.push(pair);
    }
    return {
      messages,
      library: median(pairs.map(({ library }) => library)),
      exported: median(pairs.map(({ exported }) => exported)),
      ratio: median(pairs.map(({ library, exported }) => exported / library)),
    };
  } finally {
    bare.stop();
    await exporter.close();
    await hosted.close();
  }
}

/**
 * The most memory that a fresh server ever had while it exported so many messages, in MB; `times` over again, so that a
 * short export is as warmed up as a long one.
 */
export async function measureMemory(messages: number, times: number): Promise<number> {
  const hosted = await host('generated', messages);
  const exporter = await startExporter(hosted);
  try {
    for (let n = 0; n < times; n += 1) await exporter.run(messages);
    return await exporter.peakMb();
  } finally {
    await exporter.close();
    await hosted.close();
  }
}

function startBare(hosted: Hosted, messages: number): { run(): Promise<number>; stop(): void } {
  const file = fileURLToPath(new URL('bare-iteration.js', import.meta.url));
  const child = spawn(process.execPath, [file, hosted.session, 'benchmarks', String(messages)], {
    env: { ...process.env, ...hosted.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write('go\n');
      const line = await lines.next();
      if (line.done === true) throw new Error('the bare client ended');
      return Number(line.value);
    },
    stop: () => void child.kill(),
  };
}
