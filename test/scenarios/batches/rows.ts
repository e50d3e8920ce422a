/** The tools that make batches, and what is asked of each. */
import type { World } from '@tgmcp/emulator';
import { PERSON } from '../../support/small-world.js';
import type { BatchHouse } from './bench.js';
import { ARCHIVES, CARL, CLASSES, CROWDS, DORA, isMember, marked, textsOf } from './world.js';

export interface BatchRow {
  readonly tool: string;
  readonly args: (bench: BatchHouse) => Promise<object>;
  readonly type: string;
  readonly run: string;
  /** Items that can be run, and targets that cannot, by their refusals. */
  readonly items: number;
  readonly blocked: readonly { readonly target: string; readonly code: string }[];
  /** The method of each item. */
  readonly method: string;
  done(world: World): boolean;
}

const NOT_LISTED = { target: '@theothers', code: 'TARGET_NOT_ALLOWED' } as const;

export const ROWS: readonly BatchRow[] = [
  {
    tool: 'tg_create_add_member_batch',
    args: async () => ({
      user: `@${CARL.username}`,
      groups: [CLASSES[0], CLASSES[1], CLASSES[0]].map(marked).concat('@theothers'),
      note: 'New pupil',
    }),
    type: 'add_member',
    run: 'tg_run_add_member_batch',
    items: 2,
    blocked: [NOT_LISTED],
    method: 'channels.inviteToChannel',
    done: (world) => [CLASSES[0], CLASSES[1]].every((id) => isMember(world, id, CARL.id)),
  },
  {
    tool: 'tg_create_add_member_batch_from_report',
    args: async (bench) => ({
      user: `@${DORA.username}`,
      report_path: await bench.list('report.json', {
        items: [
          { chat_id: Number(marked(CLASSES[0])), result: { success: true } },
          { chat_id: Number(marked(CLASSES[1])), result: { success: false, error: 'Join quota exceeded' } },
          { chat_id: marked(CLASSES[2]), result: { success: false, error: 'join quota exceeded (20/20)' } },
          { chat_id: marked(CLASSES[3]), result: { success: false, error: 'no rights' } },
        ],
      }),
    }),
    type: 'add_member',
    run: 'tg_run_add_member_batch',
    items: 2,
    blocked: [],
    method: 'channels.inviteToChannel',
    done: (world) =>
      [CLASSES[1], CLASSES[2]].every((id) => isMember(world, id, DORA.id)) &&
      ![CLASSES[0], CLASSES[3]].some((id) => isMember(world, id, DORA.id)),
  },
  {
    tool: 'tg_create_delete_messages_batch_from_manifest',
    args: async (bench) => ({
      manifest_path: await bench.list('manifest.json', {
        targets: [
          { group: marked(ARCHIVES[0]), message_ids: [1, 2, 3, 999] },
          { chat_id: '@theothers', message_ids: [1] },
        ],
      }),
      max_ids_per_action: 2,
    }),
    type: 'delete_messages',
    run: 'tg_run_delete_messages_batch',
    items: 2,
    blocked: [NOT_LISTED],
    method: 'channels.deleteMessages',
    done: (world) =>
      textsOf(world, ARCHIVES[0]).filter((text) => text !== '').length === 7 &&
      !['old 1', 'old 2', 'old 3'].some((text) => textsOf(world, ARCHIVES[0]).includes(text)),
  },
  {
    tool: 'tg_create_leave_dialog_batch_from_candidates',
    args: async (bench) => ({
      candidates_path: await bench.list('candidates.json', {
        candidates: [
          { target: marked(CROWDS[0]), leave_candidate: true },
          { target: marked(CROWDS[1]), review: { leave_candidate: true } },
          { target: marked(CROWDS[2]), leave_candidate: false },
          '@theothers',
        ],
      }),
    }),
    type: 'leave_dialog',
    run: 'tg_run_leave_dialog_batch',
    items: 2,
    blocked: [NOT_LISTED],
    method: 'channels.leaveChannel',
    done: (world) =>
      [CROWDS[0], CROWDS[1]].every((id) => !isMember(world, id, PERSON.id)) &&
      isMember(world, CROWDS[2], PERSON.id),
  },
];
