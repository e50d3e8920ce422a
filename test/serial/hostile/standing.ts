/** What a person has approved before the agent begins: a write lane and two batches, in use and not used yet. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLEARED, FORUM, marked, NEWCOMERS, WORKSHOP } from '../../scenarios/write-tools/world.js';
import { PHRASE } from '../../support/house.js';
import { GROUP } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import type { Args } from './arguments.js';
import type { Knowledge, Trier } from './trier.js';
import { AGE_SEC, type Channel, type Trial } from './trial.js';

/** The bounds of the lane. */
export const LANE = {
  name: 'Reports',
  purpose: 'Tell two groups how the build went',
  targets: [GROUP.id, WORKSHOP.id],
  ttl_sec: 86_400,
  max_messages: 5,
  max_messages_per_target: 3,
  min_interval_sec: 300,
  max_message_len: 40,
  allow_links: false,
};
export const LANE_CHATS: readonly bigint[] = [GROUP.bare, WORKSHOP.bare];

/** Messages to be deleted, one with each item, and the chat; one more message of it is not on the list. */
export const DELETED = { chat: CLEARED[0], ids: [1, 3] };
/** A person to be added, and the chats. */
export const ADDED = { user: NEWCOMERS[0], chats: [FORUM.bare, CLEARED[1]] };

/** The ids of what stands. */
export interface Standing {
  readonly lane: string;
  readonly deletion: string;
  readonly addition: string;
}

/** Has it all approved as the channel has it, and taken into use; of this the agent hears nothing. */
export async function approveAll({ house, agent }: Trial, channel: Channel): Promise<Standing> {
  const folder = join(house.dir, 'exports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const manifest = [{ group: marked(DELETED.chat), message_ids: DELETED.ids }];
  await writeFile(join(folder, 'old.json'), JSON.stringify(manifest), { mode: 0o600 });

  const approved = async (create: string, args: Args, take: string, name: string): Promise<string> => {
    const made = await agent.call(create, args);
    if (made.refused) throw new Error(JSON.stringify(made.body));
    const { approval_code, [name]: id } = made.body;
    if (channel === 'operator') {
      const said = await deskOf(house).approve(String(made.body['proposal_id'] ?? id), PHRASE);
      if (!said.ok) throw new Error(said.refusal.code);
    }
    await house.passTime(AGE_SEC);
    const phrase = channel === 'preview' ? { confirmation_text: PHRASE } : {};
    const taken = await agent.call(take, { [name]: id, approval_code, ...phrase });
    if (taken.refused) throw new Error(JSON.stringify(taken.body));
    return String(id);
  };
  const batch = (create: string, args: Args): Promise<string> =>
    approved(create, args, 'tg_approve_batch', 'batch_id');
  return {
    lane: await approved('tg_create_write_lane', { ...LANE }, 'tg_approve_write_lane', 'lane_id'),
    deletion: await batch('tg_create_delete_messages_batch_from_manifest', {
      manifest_path: 'old.json',
      max_ids_per_action: 1,
    }),
    addition: await batch('tg_create_add_member_batch', {
      user: `@${ADDED.user.username}`,
      groups: ADDED.chats.map(marked),
    }),
  };
}

const FITTING = 6;
/** What a lane must not let through: too long, a link, what nobody sees, nothing at all. */
const UNFITTING = ['x'.repeat(LANE.max_message_len + 1), 'see example.com', 'hid\u200Bden', '  '];
const ENDINGS: readonly unknown[] = ['pause', 'cancel'];

/** Whether a text fits the lane, told without the product. */
export function fitsLane(text: string): boolean {
  return text !== '' && text.length <= LANE.max_message_len && !UNFITTING.includes(text);
}

/** An agent that knows the ids: it tries to get more out of them, and gives none of them up. */
export function knowing(standing: () => Standing, chance: (below: number) => number): Knowledge {
  const one = <T>(choices: readonly T[]): T | undefined => choices[chance(choices.length)];
  const moves = (ask: Trier['ask']): readonly (() => Promise<unknown>)[] => {
    const { lane, deletion, addition } = standing();
    const text = chance(3) === 0 ? one(UNFITTING) : ` Report ${chance(FITTING)} `;
    const group = one([GROUP.id, GROUP.id, WORKSHOP.id, `@${GROUP.username}`, FORUM.id, 'me']);
    const send = { lane_id: lane, group, message_text: text, dry_run: false };
    const run = (tool: string, batch_id: string): Promise<unknown> =>
      ask(tool, { batch_id, max_actions: 1 + chance(3) });
    const runs = [
      () => run('tg_run_delete_messages_batch', deletion),
      () => run('tg_run_add_member_batch', addition),
      () => run('tg_run_leave_dialog_batch', one([deletion, addition]) ?? ''),
      () => ask('tg_control_batch', { batch_id: one([deletion, addition]), action: 'retry_failed' }),
    ];
    return [
      () => ask('tg_send_message_with_lane', send),
      () => ask('tg_send_message_with_lane', { ...send, message_text: `Report ${chance(FITTING)}` }),
      () =>
        Promise.all(
          [send, { ...send, group: WORKSHOP.id }, send].map((args) => ask('tg_send_message_with_lane', args)),
        ),
      ...runs,
      () => Promise.all(runs.map((attempt) => attempt())),
    ];
  };
  return {
    moves,
    waits: [0, 0, 1, 60, 301],
    avoids: (tool, args) =>
      (tool === 'tg_revoke_write_lane' && args['lane_id'] === standing().lane) ||
      (tool === 'tg_control_batch' && ENDINGS.includes(args['action'])),
  };
}
