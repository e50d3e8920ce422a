/** Messages that are previewed and approved, ready to be executed by the servers of one account. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileStore, sessionText, systemClock, type StateStore } from '@tgmcp/core';
import { openDesk } from 'tgmcp-actions/approvals';
import { BENCH_PERSON, CHAT, serve, type BenchHouse, type Served } from '../house.js';

const PHRASE = 'violet harbour seven';
const AGE_SEC = 1;
const DAY_SEC = 86_401;
const SHIFT_IS_KNOWN_MS = 20;

/** A message that may be sent. */
export interface ReadySend {
  readonly args: Readonly<Record<string, unknown>>;
}

/** Servers of one account, each with a session of its own, and the person who approves. */
export interface SendBench {
  readonly servers: readonly Served[];
  /** The folder that holds the state, and the state. */
  readonly folder: string;
  readonly store: StateStore;
  /** So many messages for each server, approved and old enough; those of the day before no longer count. */
  ready(each: number): Promise<ReadySend[][]>;
  close(): Promise<void>;
}

/** Starts servers that write for the account of a house. */
export async function openSendBench(house: BenchHouse, servers: number): Promise<SendBench> {
  const folder = house.env()['TG_DATA_DIR'] ?? '';
  const served: Served[] = [];
  for (let n = 0; n < servers; n += 1) {
    served.push(await serve('tgmcp-actions', await environment(house, folder, n)));
  }
  const clock = systemClock();
  const store = createFileStore({ root: join(folder, 'state', String(BENCH_PERSON)), clock });
  const desk = openDesk({
    store,
    clock,
    settings: {
      TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
      TG_ACTIONS_APPROVAL_MIN_AGE_SEC: AGE_SEC,
      TG_ACTIONS_APPROVAL_TTL_SEC: 1_800,
      TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 1800,
      TG_ACTIONS_LANE_MAX_TTL_SEC: 86_400,
      TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
      TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
    },
  });
  let messages = 0;

  const approved = async ({ client }: Served): Promise<ReadySend> => {
    messages += 1;
    const args = { group: `@${CHAT}`, message_text: `Message ${messages} of the bench` };
    const shown = await callTool(client, args);
    const said = await desk.approve(String(shown['proposal_id']), PHRASE);
    if (!said.ok) throw new Error(said.refusal.code);
    return { args: { ...args, dry_run: false, confirm: true, approval_code: shown['approval_code'] } };
  };
  const pass = async (seconds: number): Promise<void> => {
    house.emulator.clock.advance(seconds * 1_000);
    await new Promise((resolve) => setTimeout(resolve, SHIFT_IS_KNOWN_MS));
  };

  return {
    servers: served,
    folder,
    store,
    async ready(each) {
      await pass(DAY_SEC);
      const all: ReadySend[][] = [];
      for (const server of served) {
        const sends: ReadySend[] = [];
        for (let n = 0; n < each; n += 1) sends.push(await approved(server));
        all.push(sends);
      }
      await pass(AGE_SEC + 1);
      return all;
    },
    async close() {
      await Promise.all(served.map(({ client }) => client.close()));
    },
  };
}

/** Milliseconds from the call to the answer of an execution. */
export async function executionMs({ client }: Served, { args }: ReadySend): Promise<number> {
  const began = performance.now();
  const answer = await callTool(client, args);
  const took = performance.now() - began;
  if (answer['already_sent'] !== false) throw new Error(JSON.stringify(answer));
  return took;
}

async function callTool(
  client: Served['client'],
  args: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { structuredContent, ...rest } = await client.callTool({
    name: 'tg_send_message',
    arguments: { ...args },
  });
  if (typeof structuredContent !== 'object') throw new Error(JSON.stringify(rest));
  return structuredContent as Record<string, unknown>;
}

async function environment(house: BenchHouse, folder: string, n: number): Promise<Record<string, string>> {
  const account = { id: String(BENCH_PERSON), first_name: 'Bench' };
  const session = house.emulator.mintSession(BENCH_PERSON);
  const file = join(folder, 'sessions', `writer${n}.session`);
  await mkdir(join(folder, 'sessions'), { recursive: true, mode: 0o700 });
  await writeFile(file, sessionText({ account, dc: 2, session }), { mode: 0o600 });
  return house.env({
    TG_SESSION_PATH: file,
    TG_ACTIONS_ENABLED: '1',
    TG_ACTIONS_ALLOWED_GROUPS: `@${CHAT}`,
    TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
    TG_ACTIONS_APPROVAL_MIN_AGE_SEC: String(AGE_SEC),
    MAX_MSGS_PER_PEER_PER_DAY: '30',
  });
}
