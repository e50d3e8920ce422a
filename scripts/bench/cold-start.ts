import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { median } from './statistics.js';

const INITIALIZE = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
})}\n`;

/** A server to start. */
interface Program {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ColdStart {
  readonly name: string;
  /** Medians in milliseconds: the server's, and that of `node -e 0` measured in alternation with it. */
  readonly ms: number;
  readonly bareMs: number;
  /** Median of the pairs' ratios to bare node. */
  readonly ratio: number;
}

/** Spawn to `initialize` reply, in pairs with a bare `node -e 0`, so that the machine's drift hits both alike. */
export async function coldStarts(servers: readonly Program[], pairs: number): Promise<ColdStart[]> {
  const times = new Map<string, { ms: number[]; bare: number[] }>(
    servers.map(({ name }) => [name, { ms: [], bare: [] }]),
  );
  for (let round = -1; round < pairs; round += 1) {
    for (const server of servers) {
      const { name } = server;
      const bare = await timeBareNode();
      const ms = await timeInitialize(server);
      // The first round only warms the page cache.
      if (round < 0) continue;
      times.get(name)?.bare.push(bare);
      times.get(name)?.ms.push(ms);
    }
  }
  return [...times].map(([name, { ms, bare }]) => ({
    name,
    ms: median(ms),
    bareMs: median(bare),
    ratio: median(ms.map((value, index) => value / (bare[index] ?? Number.NaN))),
  }));
}

/** Where the reference point `@modelcontextprotocol/server-filesystem` has its program. */
export function filesystemServer(): string {
  const manifest = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-filesystem/package.json',
  );
  return join(dirname(manifest), 'dist/index.js');
}

/** Without what makes every start of Node.js slower, as NODE_EXTRA_CA_CERTS does by 40 ms: beside that nothing else shows. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')));
}

function timeBareNode(): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    spawn(process.execPath, ['-e', '0'], { env: ownEnvironment(), stdio: 'ignore' })
      .once('error', reject)
      .once('exit', () => resolve(performance.now() - start));
  });
}

function timeInitialize({ file, args, env }: Program): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...ownEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.write(INITIALIZE);
  return new Promise((resolve, reject) => {
    let elapsed: number | undefined;
    child.once('error', reject);
    child.stdout.once('data', () => {
      elapsed = performance.now() - start;
      child.kill('SIGKILL');
    });
    child.once('exit', () => {
      if (elapsed === undefined) reject(new Error(`${file} ended without answering initialize`));
      else resolve(elapsed);
    });
  });
}
