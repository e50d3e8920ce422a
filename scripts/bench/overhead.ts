import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { startBare } from './bare-process.js';
import { CHAT, serve, type BenchHouse } from './house.js';
import { median } from './statistics.js';

const BLOCK = 10;
const BARE = fileURLToPath(new URL('bare-client.js', import.meta.url));

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
  const bare = startBare(house, BARE, house.session, CHAT);
  const servers: { mode: string; client: Client; bare: number[]; tool: number[] }[] = [];
  for (const mode of modes) {
    const { client } = await serve('tgmcp-read', house.env({ TG_GLOBAL_RPS_MODE: mode }));
    servers.push({ mode, client, bare: [], tool: [] });
  }
  // The first two rounds warm both sides up.
  for (let round = -2; round < blocks; round += 1) {
    for (const server of servers) {
      const bareTimes = JSON.parse(await bare.ask(String(BLOCK))) as number[];
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
