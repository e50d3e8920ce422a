/** A house in which batches are made, approved and run. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { openHouse, PHRASE, type House } from '../../support/house.js';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { deskOf } from '../../support/writing.js';
import { batchWorld, CHATS } from './world.js';

export interface BatchHouse {
  readonly house: House;
  readonly agent: Agent;
  /** Another server on the same data, with other settings and a session of its own. */
  server(changes: Record<string, string>): Promise<Agent>;
  /** Puts a list where lists may stand, and gives its path. */
  list(name: string, content: unknown): Promise<string>;
  /** The write methods that reached the wire since the last time that was asked. */
  writes(): string[];
  /** The person says yes or no at the terminal to what a call asked for. */
  say(made: Answer, word: 'yes' | 'no'): Promise<void>;
  /** Lets the age of codes pass. */
  grownOld(): Promise<void>;
  /** Makes a batch, has it approved and takes it into use; its id. */
  approved(tool: string, args: object): Promise<string>;
}

/** Longer than a busy machine takes from making batches to the first that is tried too soon. */
const AGE_SEC = 600;

export async function openBatchHouse(
  world = batchWorld,
  chats: readonly string[] = CHATS,
): Promise<BatchHouse> {
  const house = await openHouse(world);
  const settings = {
    TG_ACTIONS_ALLOWED_GROUPS: chats.join(','),
    TG_ACTIONS_APPROVAL_MIN_AGE_SEC: String(AGE_SEC),
    MAX_JOINS_PER_DAY: '1000',
  };
  let servers = 0;
  let seen = 0;
  const server = async (changes: Record<string, string>): Promise<Agent> => {
    servers += 1;
    const TG_SESSION_PATH = await house.logIn(`server${servers}`);
    return house.start('actions', { ...settings, TG_SESSION_PATH, ...changes });
  };
  const bench: BatchHouse = {
    house,
    agent: await server({}),
    server,
    async list(name, content) {
      const folder = join(house.dir, 'exports');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, name);
      await writeFile(file, JSON.stringify(content), { mode: 0o600 });
      return file;
    },
    writes() {
      const all = house.wire();
      const since = all.slice(seen);
      seen = all.length;
      return since.filter((method) => Object.hasOwn(WRITE_METHODS, method));
    },
    async say({ body }, word) {
      const id = String(body['proposal_id']);
      const desk = deskOf(house);
      const said = await (word === 'yes' ? desk.approve(id, PHRASE) : desk.refuse(id));
      if (!said.ok) throw new Error(said.refusal.code);
    },
    grownOld: () => house.passTime(AGE_SEC + 1),
    async approved(tool, args) {
      const made = await bench.agent.call(tool, { ...args });
      if (made.refused) throw new Error(JSON.stringify(made.body));
      await bench.say(made, 'yes');
      await bench.grownOld();
      const { batch_id, approval_code } = made.body;
      const taken = await bench.agent.call('tg_approve_batch', { batch_id, approval_code });
      if (taken.refused) throw new Error(JSON.stringify(taken.body));
      return String(batch_id);
    },
  };
  return bench;
}

/** A refusal with this code. */
export function refused(code: string, more: object = {}): object {
  return { refused: true, body: { code, ...more } };
}
