/** One house in which write lanes are tried, and the steps to a lane in use. */
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { openHouse, PHRASE, type House } from '../../support/house.js';
import type { Agent, AgentOptions, Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import { WORKSHOP, writeWorld } from '../write-tools/world.js';

/** A lane with room for everything that is not the subject of a test. */
export const WIDE = {
  name: 'Reports',
  purpose: 'Tell the group how the build went',
  targets: [GROUP.id, WORKSHOP.id],
  min_interval_sec: 0,
};

export interface LaneBench {
  readonly house: House;
  readonly agent: Agent;
  /** Another server on the same data, with a session of its own. */
  server(changes?: Record<string, string>, options?: Partial<AgentOptions>): Promise<Agent>;
  /** The write methods that reached the wire since the last time that was asked. */
  writes(): string[];
  /** A lane that a person approved and that is in use. */
  lane(changes?: object): Promise<string>;
  send(laneId: unknown, text: string, changes?: object, agent?: Agent): Promise<Answer>;
}

/** The person says yes or no to a lane at the terminal. */
export async function say(house: House, laneId: unknown, word: 'yes' | 'no'): Promise<void> {
  const desk = deskOf(house);
  const said = await (word === 'yes' ? desk.approve(String(laneId), PHRASE) : desk.refuse(String(laneId)));
  if (!said.ok) throw new Error(said.refusal.code);
}

export async function openLaneBench(changes: Record<string, string> = {}): Promise<LaneBench> {
  const house = await openHouse(writeWorld);
  const settings = {
    TG_ACTIONS_ALLOWED_GROUPS: [GROUP.id, WORKSHOP.id, String(FRIEND.id)].join(','),
    TG_ACTIONS_LANE_MIN_INTERVAL_SEC: '0',
    MAX_GROUP_MSGS_PER_DAY: '1000',
    ...changes,
  };
  let servers = 0;
  let seen = 0;
  const server: LaneBench['server'] = async (more = {}, options = {}) => {
    servers += 1;
    const TG_SESSION_PATH = await house.logIn(`lanes${servers}`);
    return house.start('actions', { ...settings, TG_SESSION_PATH, ...more }, options);
  };
  const agent = await server();
  return {
    house,
    agent,
    server,
    writes() {
      const all = house.wire();
      const since = all.slice(seen);
      seen = all.length;
      return since.filter((method) => Object.hasOwn(WRITE_METHODS, method));
    },
    async lane(change = {}) {
      const { body } = await agent.call('tg_create_write_lane', { ...WIDE, ...change });
      const { lane_id, approval_code } = body;
      await say(house, lane_id, 'yes');
      await house.passTime(2);
      const approved = await agent.call('tg_approve_write_lane', { lane_id, approval_code });
      if (approved.refused) throw new Error(JSON.stringify(approved.body));
      return String(lane_id);
    },
    send: (lane_id, message_text, change = {}, by = agent) =>
      by.call('tg_send_message_with_lane', {
        lane_id,
        group: GROUP.id,
        message_text,
        dry_run: false,
        ...change,
      }),
  };
}
