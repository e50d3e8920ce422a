/** One house in which every write tool is tried, and what is asked of each. */
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { openHouse, PHRASE, type House } from '../../support/house.js';
import type { Agent, AgentOptions, Answer } from '../../support/mcp-client.js';
import { CLUB, FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import { PEOPLE_CHATS } from './people-world.js';
import { fillOutbox } from './outbox.js';
import {
  ACQUAINTED,
  CLEARED,
  FORUM,
  GUESTS,
  BAR,
  LEFT,
  marked,
  NEWCOMERS,
  WORKSHOP,
  writeWorld,
} from './world.js';

const AGE_SEC = 30;

/** Every chat that the rows act on. */
export const CHATS = [
  GROUP.id,
  WORKSHOP.id,
  FORUM.id,
  String(FRIEND.id),
  CLUB.id,
  ...[...CLEARED, ...LEFT].map(marked),
  String(PERSON.id),
  BAR.id,
  ...[...NEWCOMERS, ...GUESTS, ...ACQUAINTED].map(({ id }) => String(id)),
  ...PEOPLE_CHATS,
];

/** Actions that only an entry which names them allows. */
const NAMED = [
  `${PERSON.id}:send_to_phone,delete_contacts_by_phones`,
  ...[WORKSHOP, CLUB, FORUM].map(({ id }) => `${id}:invoke`),
];

/** The allowlist by which every row is allowed. */
export const ALLOWED = [...CHATS, ...NAMED].join(',');

/** The methods that may be called by their names. */
export const RAW_METHODS = [
  'messages.setHistoryTTL',
  'messages.sendMedia',
  'messages.editChatTitle',
  'channels.createForumTopic',
  'channels.setDiscussionGroup',
];

/** A house over the world of the write tools, with one server that may do everything. */
export interface WriteBench {
  readonly house: House;
  readonly agent: Agent;
  /** Another server on the same data, with other settings and a session of its own. */
  server(changes: Record<string, string>, options?: Partial<AgentOptions>): Promise<Agent>;
  /** The write methods that reached the wire since the last time that was asked. */
  writes(): string[];
  grownOld(): Promise<void>;
}

export async function openWriteBench(
  changes: Record<string, string> = {},
  options: Partial<AgentOptions> = {},
): Promise<WriteBench> {
  const house = await openHouse(writeWorld);
  await fillOutbox(house);
  const settings = {
    TG_ACTIONS_ALLOWED_GROUPS: ALLOWED,
    TG_ACTIONS_RAW_METHODS: RAW_METHODS.join(','),
    TG_ACTIONS_APPROVAL_MIN_AGE_SEC: String(AGE_SEC),
  };
  let servers = 0;
  let seen = 0;
  const server: WriteBench['server'] = async (more, forms = {}) => {
    servers += 1;
    const TG_SESSION_PATH = await house.logIn(`server${servers}`);
    return house.start('actions', { ...settings, TG_SESSION_PATH, ...more }, forms);
  };
  return {
    house,
    agent: await server(changes, options),
    server,
    writes() {
      const all = house.wire();
      const since = all.slice(seen);
      seen = all.length;
      return since.filter((method) => Object.hasOwn(WRITE_METHODS, method) || RAW_METHODS.includes(method));
    },
    grownOld: () => house.passTime(AGE_SEC + 1),
  };
}

/** An execution of what was previewed. */
export function executed(
  agent: Agent,
  tool: string,
  args: object,
  code: unknown,
  more: object = {},
): Promise<Answer> {
  return agent.call(tool, { ...args, dry_run: false, confirm: true, approval_code: code, ...more });
}

/** The person says yes or no at the terminal. */
export async function say(house: House, shown: Answer['body'], word: 'yes' | 'no'): Promise<void> {
  const id = String(shown['proposal_id']);
  const desk = deskOf(house);
  const said = await (word === 'yes' ? desk.approve(id, PHRASE) : desk.refuse(id));
  if (!said.ok) throw new Error(said.refusal.code);
}

/** Has an action approved, and gives back how it is executed: by the same agent, or by another one. */
export async function approvedBy(
  bench: WriteBench,
  agent: Agent,
  tool: string,
  args: object,
): Promise<(by?: Agent) => Promise<Answer>> {
  const { body } = await agent.call(tool, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  return (by = agent) => executed(by, tool, { ...args }, body['approval_code']);
}
