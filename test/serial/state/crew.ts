/** Starts workers on one state, and keeps what they acknowledged. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** What bundled CommonJS modules expect to find. */
const COMMONJS =
  "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url),__filename=import.meta.url;";

/** Something that a worker was told is done. `sign`: `+` a number that it counted to, `!` a code that it used, … */
export interface Acknowledged {
  readonly worker: number;
  readonly sign: string;
  readonly what: string;
  /** Milliseconds since boot. */
  readonly at: number;
  readonly tookMs: number;
}

/** One process. */
export interface Worker {
  /** By which its acknowledgements are known. */
  readonly number: number;
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  readonly ended: Promise<unknown>;
  /** Lets it begin. */
  go(): void;
}

/** A folder, the worker as a program, and what was acknowledged so far. */
export interface Crew {
  readonly root: string;
  readonly acknowledged: readonly Acknowledged[];
  start(job: string, times: number, env?: Readonly<Record<string, string>>): Worker;
  close(): void;
}

/** Makes one file of a worker and all it imports, so that it starts quickly. */
export function bundle(worker: URL, program: string): void {
  buildSync({
    entryPoints: [fileURLToPath(worker)],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: COMMONJS },
    logLevel: 'error',
  });
}

/** Opens a crew on an empty folder. */
export function openCrew(): Crew {
  const base = mkdtempSync(join(tmpdir(), 'tgmcp-crew-'));
  const program = join(base, 'worker.mjs');
  bundle(new URL('worker.ts', import.meta.url), program);
  const root = join(base, 'state');
  const acknowledged: Acknowledged[] = [];
  const living = new Set<ChildProcess>();
  let workers = 0;

  return {
    root,
    acknowledged,
    start(job, times, env = {}) {
      const worker = (workers += 1);
      const child = spawn(process.execPath, [program, root, job, String(times)], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, ...env },
      });
      living.add(child);
      const ended = once(child, 'close').then(() => living.delete(child));
      let rest = '';
      let isReady: () => void = () => undefined;
      const ready = new Promise<void>((resolve, reject) => {
        isReady = resolve;
        child.once('close', () => reject(new Error('a worker ended before it was ready')));
      });
      ready.catch(() => undefined);
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line === 'ready') {
            isReady();
            continue;
          }
          const [sign = '', ...words] = line.split(' ');
          const numbers = words.slice(-2).map(Number);
          acknowledged.push({
            worker,
            sign,
            what: words.slice(0, -2).join(' '),
            at: numbers[0] ?? 0,
            tookMs: numbers[1] ?? 0,
          });
        }
      });
      // A worker that was killed before it began reads nothing.
      child.stdin.on('error', () => undefined);
      return { number: worker, process: child, ready, ended, go: () => void child.stdin.end('g') };
    },
    close() {
      for (const child of living) child.kill('SIGKILL');
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
