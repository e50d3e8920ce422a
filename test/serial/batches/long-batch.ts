/** A batch of many items in one chat, and how often each of them reached the wire. */
import type { World } from '@tgmcp/emulator';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { PERSON, smallWorld } from '../../support/small-world.js';
import { openBatchHouse, type BatchHouse } from '../../scenarios/batches/bench.js';
import { marked, textsOf } from '../../scenarios/batches/world.js';

const ARCHIVE = 2_500n;
const METHOD = 'channels.deleteMessages';
const RUN = 'tg_run_delete_messages_batch';

/** An approved batch that deletes one message with each item. */
export interface LongBatch extends BatchHouse {
  readonly id: string;
  readonly items: number;
  /** Runs it on a server, for as many items as are left unless told otherwise. */
  run(agent: Agent, maxActions?: number): Promise<Answer>;
  /** Requests that reached the wire, by item. */
  attempts(): Map<number, number>;
  /** Messages that are still there. */
  left(): number;
}

export async function openLongBatch(items: number): Promise<LongBatch> {
  const house = await openBatchHouse(() => worldWith(items), [marked(ARCHIVE)]);
  const ids = Array.from({ length: items }, (_, index) => index + 1);
  const manifest_path = await house.list('long.json', [{ group: marked(ARCHIVE), message_ids: ids }]);
  const id = await house.approved('tg_create_delete_messages_batch_from_manifest', {
    manifest_path,
    max_ids_per_action: 1,
  });
  const { emulator } = house.house;
  return {
    ...house,
    id,
    items,
    run: (agent, maxActions = items) => agent.call(RUN, { batch_id: id, max_actions: maxActions }, 300_000),
    attempts() {
      const count = new Map<number, number>();
      for (const { method, params } of emulator.calls.all) {
        const { id: [message] = [] } = method === METHOD ? (params as { id: number[] }) : { id: [] };
        if (message !== undefined) count.set(message, (count.get(message) ?? 0) + 1);
      }
      return count;
    },
    left: () => textsOf(emulator.world, ARCHIVE).filter((text) => text !== '').length,
  };
}

function worldWith(messages: number): World {
  const world = smallWorld();
  world.addSupergroup({ id: ARCHIVE, title: 'Long archive', creator: PERSON.id });
  for (let n = 1; n <= messages; n += 1) {
    const peer = { kind: 'channel', id: ARCHIVE } as const;
    world.addMessage({ peer, from: PERSON.id, date: 1_790_200_000 + n, text: `old ${n}` });
  }
  return world;
}

/** Waits until something holds; throws after a minute. */
export async function until(holds: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!holds()) {
    if (performance.now() - begun > 60_000) throw new Error('It did not come to that within a minute');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
