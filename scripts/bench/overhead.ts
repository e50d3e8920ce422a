import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CHAT, serve, type BenchHouse } from './house.js';
import { median } from './statistics.js';

const BLOCK = 10;

export interface Overhead {
  readonly mode: string;
  /** Medians in milliseconds. */
  readonly bareMs: number;
  readonly toolMs: number;
  readonly ratio: number;
}

/** `tg_get_messages` of 100 against the library's own call, block by block in turn, on one emulator. */
export async function overheads(
  house: BenchHouse,
  modes: readonly string[],
  blocks: number,
): Promise<Overhead[]> {
  const bare = await startBare(house);
  const servers: { mode: string; client: Client; bare: number[]; tool: number[] }[] = [];
  for (const mode of modes) {
    const { client } = await serve('tgmcp-read', house.env({ TG_GLOBAL_RPS_MODE: mode }));
    servers.push({ mode, client, bare: [], tool: [] });
  }
  // The first two rounds warm both sides up.
  for (let round = -2; round < blocks; round += 1) {
    for (const server of servers) {
      const bareTimes = await bare.block(BLOCK);
      const toolTimes = await toolBlock(server.client, BLOCK);
      if (round < 0) continue;
      server.bare.push(...bareTimes);
      server.tool.push(...toolTimes);
    }
  }
  bare.stop();
  await Promise.all(servers.map(({ client }) => client.close()));
  return servers.map(({ mode, bare: bareTimes, tool }) => ({
    mode,
    bareMs: median(bareTimes),
    toolMs: median(tool),
    ratio: median(tool) / median(bareTimes),
  }));
}

async function toolBlock(client: Client, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const start = performance.now();
    const result = await client.callTool({ name: 'tg_get_messages', arguments: { group: CHAT, limit: 100 } });
    times.push(performance.now() - start);
    const { count } = (result.structuredContent ?? {}) as { count?: number };
    if (count !== 100)
      throw new Error(`expected 100 messages: ${JSON.stringify(result.content).slice(0, 300)}`);
  }
  return times;
}

async function startBare(
  house: BenchHouse,
): Promise<{ block(calls: number): Promise<number[]>; stop(): void }> {
  const file = fileURLToPath(new URL('bare-client.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [file, house.session, CHAT], {
    env: { ...process.env, ...house.emulator.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('no pipes to the bare client');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async block(calls) {
      stdin.write(`${calls}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('the bare client ended');
      return JSON.parse(line.value) as number[];
    },
    stop: () => void child.kill(),
  };
}
