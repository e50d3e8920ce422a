/** What the scenarios of files do again and again. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { PERSON } from '../../support/small-world.js';
import { executed, say, type WriteBench } from './bench.js';
import { WORKSHOP } from './world.js';

export const SEND_FILE = 'tg_send_file';
export const place = { group: WORKSHOP.id } as const;

// One pixel. What stands behind its end is looked at by nobody, and makes another file of it.
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A picture that Telegram takes as a photo; another one for each number. */
export function picture(n: number): Buffer {
  return Buffer.concat([Buffer.from(PIXEL, 'base64'), Buffer.from(`picture ${n}`)]);
}

/** Previews, has the person approve, and waits until the code is old enough; the execution can be repeated. */
export async function approved(
  bench: WriteBench,
  args: object,
  by: Agent = bench.agent,
): Promise<(agent?: Agent) => Promise<Answer>> {
  const shown = await by.call(SEND_FILE, { ...args });
  if (shown.refused) throw new Error(JSON.stringify(shown.body));
  await say(bench.house, shown.body, 'yes');
  await bench.grownOld();
  return (agent = by) => executed(agent, SEND_FILE, args, shown.body['approval_code']);
}

/** Previews, approves, waits, executes. */
export async function sent(bench: WriteBench, args: object): Promise<Answer> {
  return (await approved(bench, args))();
}

/** Files of the workshop as the reading server fetches them, in the order of their messages. */
export async function downloaded(reader: Agent, ids: unknown): Promise<Buffer[]> {
  const { refused, body } = await reader.call('tg_download_media', { ...place, ids });
  if (refused) throw new Error(JSON.stringify(body));
  const files = body['files'] as { readonly path: string }[];
  return Promise.all(files.map(({ path }) => readFile(path)));
}

/** Messages of the workshop that carry a file. */
export function withFiles({ house }: WriteBench) {
  const { messages } = house.emulator.world.channels.get(WORKSHOP.bare)?.history ?? { messages: [] };
  return messages.filter(({ media }) => media !== undefined);
}

/** Names in the spool of the house. */
export function spooled({ house }: WriteBench): string[] {
  try {
    return readdirSync(join(house.dir, 'spool', String(PERSON.id)));
  } catch {
    return [];
  }
}
