import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { sessionText } from '@tgmcp/core';
import { createWorld, startEmulator, type Emulator, type World } from '@tgmcp/emulator';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const CHAT = 'benchmarks';
/** The account that benches use. */
export const BENCH_PERSON = 7_001n;

/** What a bench measures against: an emulator in this process, a data folder, and the environment of the servers. */
export interface BenchHouse {
  readonly emulator: Emulator;
  readonly session: string;
  env(changes?: Readonly<Record<string, string>>): Record<string, string>;
  close(): Promise<void>;
}

/** The bundle of a server. */
export function bundle(server: 'tgmcp-read' | 'tgmcp-actions'): string {
  return join(root, `packages/${server}/bundle/${server}.js`);
}

export async function openBenchHouse(world = benchWorld, account = BENCH_PERSON): Promise<BenchHouse> {
  const emulator = await startEmulator({ world: world() });
  const dir = await mkdtemp(join(tmpdir(), 'tgmcp-bench-'));
  await mkdir(join(dir, 'sessions'), { mode: 0o700 });
  for (const server of ['read', 'actions']) {
    const content = {
      account: { id: String(account), first_name: 'Bench' },
      dc: 2,
      session: emulator.mintSession(account),
    };
    await writeFile(join(dir, 'sessions', `${server}.session`), sessionText(content), { mode: 0o600 });
  }
  await writeFile(join(dir, 'env'), '', { mode: 0o600 });
  return {
    emulator,
    session: emulator.mintSession(account),
    env: (changes = {}) => ({
      ...emulator.env,
      TG_ENV_FILE: join(dir, 'env'),
      TG_DATA_DIR: dir,
      TG_API_ID: '12345',
      TG_API_HASH: '0123456789abcdef0123456789abcdef',
      RATE_RPS: '10000',
      TG_READ_PAGE_BYTES: '200000',
      ...changes,
    }),
    async close() {
      await emulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Messages of 60 characters on average, as in a lively group. */
function benchWorld(): World {
  const world = createWorld({ seed: 'bench' });
  world.addAccount({ id: BENCH_PERSON, phone: '+15550001', firstName: 'Bench' });
  const people = Array.from({ length: 20 }, (_, n) => world.addUser({ firstName: `Person ${n + 1}` }).id);
  const group = world.addSupergroup({
    title: 'Bench',
    username: CHAT,
    creator: BENCH_PERSON,
    members: people,
  });
  for (let n = 0; n < 2_000; n += 1) {
    const from = people[n % people.length] ?? BENCH_PERSON;
    const text = 'What a day it was on the hill, and the wind held for hours. '.slice(0, 40 + (n % 40));
    world.addMessage({ peer: { kind: 'channel', id: group.id }, from, date: 1_790_000_000 + n, text });
  }
  return world;
}

/** A server under measurement, with its process id. */
export interface Served {
  readonly client: Client;
  readonly pid: number;
}

export async function serve(
  server: 'tgmcp-read' | 'tgmcp-actions',
  env: Record<string, string>,
): Promise<Served> {
  const client = new Client({ name: 'bench', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bundle(server)],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'ignore',
  });
  await client.connect(transport);
  return { client, pid: transport.pid ?? 0 };
}
