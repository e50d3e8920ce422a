/** A house in which an agent tries all tools, and what is looked at afterwards. */
import { LOOKING_LIST, READ_LIST } from '../../guard/lists.js';
import { WIDE } from '../../scenarios/lanes/bench.js';
import { CHATS, openWriteBench } from '../../scenarios/write-tools/bench.js';
import { ROWS } from '../../scenarios/write-tools/rows.js';
import { FORUM, NEWCOMERS, WORKSHOP } from '../../scenarios/write-tools/world.js';
import { PHRASE, type House } from '../../support/house.js';
import type { Agent } from '../../support/mcp-client.js';
import { lengthOf } from '../lengths.js';
import { blindClient, type BlindClient } from './blind-client.js';
import { Trier, type TrierMeans } from './trier.js';

export const SEED = 20_261_126;
export const AGE_SEC = 31;
/** The longest that a trial takes; milliseconds. */
export const LONGEST_MS = lengthOf(600_000, 1_800_000);

/** Calls that make sense: those of the rows, and what asks for a lane and for a batch. */
export const SCRIPTS = [
  ...ROWS.flatMap(({ tool, args, again, changed }) =>
    [args, again, { ...args, ...changed }].map((one) => ({ tool, args: { ...one } })),
  ),
  { tool: 'tg_create_write_lane', args: { ...WIDE, min_interval_sec: 300 } },
  {
    tool: 'tg_create_add_member_batch',
    args: { user: `@${NEWCOMERS[0].username}`, groups: [WORKSHOP.id, FORUM.id] },
  },
];

export type Channel = 'operator' | 'preview';

export interface Trial {
  readonly house: House;
  readonly client: BlindClient;
  readonly agent: Agent;
  readonly trier: Trier;
}

/** Opens a house in which the approval is all that an agent lacks, with an agent in it. */
export async function openTrial(
  channel: Channel,
  { scripts = SCRIPTS, knowledge = {} }: Partial<Pick<TrierMeans, 'scripts' | 'knowledge'>> = {},
): Promise<Trial> {
  const client = blindClient(SEED + 1);
  const { house, agent } = await openWriteBench(
    { TG_ACTIONS_APPROVAL_CHANNEL: channel, TG_LOG_LEVEL: 'debug' },
    { answerForm: client.answerForm },
  );
  const wait = (seconds: number): Promise<void> => house.passTime(seconds);
  const trier = new Trier({ agent, seed: SEED, scripts, wait, knowledge });
  for (const chat of [...CHATS, '@bobby', 'me']) trier.memory.remember('peer', chat);
  return { house, client, agent, trier };
}

/** A preview may look at what a link leads to; that joins nothing. */
export const harmless = [...READ_LIST, ...LOOKING_LIST];

/** Everything else that reached the wire. */
export function writesOf(house: House): string[] {
  return house.wire().filter((method) => !harmless.includes(method));
}

/** What the server wrote down about faults of its own. */
export function faultsIn(log: string): string[] {
  return log.split('\n').filter((line) => line.includes('fault '));
}

/** The lines in which the phrase can be read, in whatever spelling. */
export function phraseIn(lines: readonly string[]): string[] {
  const bytes = Buffer.from(PHRASE);
  const spelt = [PHRASE, encodeURIComponent(PHRASE), bytes.toString('hex'), bytes.toString('base64url')];
  return lines.filter((line) => spelt.some((one) => line.toLowerCase().includes(one.toLowerCase())));
}
