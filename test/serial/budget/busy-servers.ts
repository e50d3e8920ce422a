/** Several reading servers of one account that are kept busy: what arrives at the wire, and who gets how much of it. */
import type { House } from '../../support/house.js';
import type { Agent } from '../../support/mcp-client.js';
import { GROUP } from '../../support/small-world.js';

/** A connection begins with these; they cannot wait for a turn, because every turn needs a connection. */
const CONNECTION_SET_UP = new Set(['help.getConfig', 'ping', 'ping_delay_disconnect']);

/** What became of a run. */
export interface Busy {
  /** When each call arrived, in milliseconds, from the very first on. */
  readonly arrivals: readonly number[];
  /** When none of the servers was started yet. */
  readonly opened: number;
  /** Those from the moment when every server had connected and answered once. */
  readonly steady: readonly number[];
  /** How many answers each server gave. */
  readonly answered: readonly number[];
}

/**
 * Starts `servers` with a session each and reads through them without a pause for `seconds`, which begin when all have
 * answered once; then `begin` is called, too. `width`: calls that each server has under way.
 */
export async function keepBusy(
  house: House,
  options: { servers: number; rate: string; seconds: number; width?: number; begin?: () => Promise<void> },
): Promise<Busy> {
  const { servers, rate, seconds, width = 1 } = options;
  const from = house.emulator.calls.next;
  const opened = house.emulator.clock.now();
  const arrivals = (): number[] =>
    house.emulator.calls.all
      .slice(from)
      .filter(({ method }) => !CONNECTION_SET_UP.has(method))
      .map(({ at }) => at);
  const agents = await Promise.all(
    Array.from({ length: servers }, async (_, n) =>
      house.start('read', { RATE_RPS: rate, TG_SESSION_PATH: await house.logIn(`worker-${n}`) }),
    ),
  );
  await Promise.all(agents.map(read));
  await options.begin?.();
  const begun = house.emulator.clock.now();
  const isOver = (): boolean => house.emulator.clock.now() - begun > seconds * 1000;
  const answered = await Promise.all(
    agents.map(async (agent) => {
      const lanes = await Promise.all(Array.from({ length: width }, () => readUntil(agent, isOver)));
      return lanes.reduce((sum, one) => sum + one);
    }),
  );
  const all = arrivals();
  await Promise.all(agents.map((agent) => agent.close()));
  return { opened, arrivals: all, steady: all.filter((at) => at >= begun), answered };
}

async function read(agent: Agent): Promise<void> {
  const { refused, body } = await agent.call('tg_get_messages', { group: GROUP.id, limit: 1 });
  if (refused) throw new Error(JSON.stringify(body));
}

async function readUntil(agent: Agent, isOver: () => boolean): Promise<number> {
  let answers = 0;
  while (!isOver()) {
    await read(agent);
    answers += 1;
  }
  return answers;
}
