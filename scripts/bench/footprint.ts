import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { CHAT, serve, type BenchHouse } from './house.js';

export interface Footprint {
  readonly server: 'tgmcp-read' | 'tgmcp-actions';
  /** Resident memory in MB after `initialize`, and after the first call that connects. */
  readonly initializedMb: number;
  readonly connectedMb: number;
  /** Tools listed, and what a model is shown of them: characters of name, description and input schema, divided by 4. */
  readonly tools: number;
  readonly tokens: number;
}

/** Memory of a server and the price of its tool list. */
export async function footprint(house: BenchHouse, server: Footprint['server']): Promise<Footprint> {
  const { client, pid } = await serve(server, house.env());
  await pause(300);
  const initializedMb = await residentMb(pid);
  const { tools } = await client.listTools();
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  await client.callTool({ name: 'tg_get_group_info', arguments: { group: CHAT } });
  await pause(300);
  const connectedMb = await residentMb(pid);
  await client.close();
  return {
    server,
    initializedMb,
    connectedMb,
    tools: tools.length,
    tokens: Math.ceil(JSON.stringify(shown).length / 4),
  };
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
