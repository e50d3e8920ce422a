import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionText } from '@tgmcp/core';
import type { Hosted } from '../emulator/hosted.js';
import { serve } from '../house.js';

const CHAT = 'benchmarks';
const PERSON = '7001';
const PATIENCE_MS = 3_600_000;

/** A reading server that exports from an emulator in another process, with the budget lifted. */
export interface Exporter {
  /** Exports all messages of the chat and checks that there are `count`; the seconds it took. */
  run(count: number): Promise<number>;
  /** The most memory the server ever had, in MB. */
  peakMb(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a server with a data folder of its own. */
export async function startExporter(hosted: Hosted): Promise<Exporter> {
  const dir = await mkdtemp(join(tmpdir(), 'tgmcp-bench-'));
  await mkdir(join(dir, 'sessions'), { mode: 0o700 });
  const content = { account: { id: PERSON, first_name: 'Bench' }, dc: 2, session: hosted.session };
  await writeFile(join(dir, 'sessions', 'read.session'), sessionText(content), { mode: 0o600 });
  await writeFile(join(dir, 'env'), '', { mode: 0o600 });
  const { client, pid } = await serve('tgmcp-read', {
    ...hosted.env,
    TG_ENV_FILE: join(dir, 'env'),
    TG_DATA_DIR: dir,
    TG_API_ID: '12345',
    TG_API_HASH: '0123456789abcdef0123456789abcdef',
    TG_GLOBAL_RPS_MODE: 'off',
  });
  await client.callTool({ name: 'tg_get_group_info', arguments: { group: CHAT } });
  return {
    async run(count) {
      const begun = performance.now();
      for (let resume = ''; ;) {
        const result = await client.callTool(
          { name: 'tg_export', arguments: resume === '' ? { chats: [CHAT] } : { resume } },
          undefined,
          { timeout: PATIENCE_MS, onprogress: () => undefined },
        );
        const body = (result.structuredContent ?? {}) as { done?: boolean; rows?: number; resume?: string };
        if (body.done === true && body.rows === count) return (performance.now() - begun) / 1000;
        if (body.done !== false) throw new Error(JSON.stringify(result.content).slice(0, 500));
        resume = body.resume ?? '';
      }
    },
    async peakMb() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    async close() {
      await client.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
