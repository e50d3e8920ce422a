import type { TlObject, World } from '@tgmcp/emulator';
import { CLUB, FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { WORKSHOP } from './world.js';
import type { WriteRow } from './write-row.js';

const HOURS = 3_600;

/** What the person has of a chat in the list of chats. */
export function listed(world: World, kind: 'user' | 'chat' | 'channel', id: bigint) {
  return world.dialog(PERSON.id, { kind, id });
}

/** The person's folders by their titles. */
export function folders(world: World): Map<string, TlObject> {
  const all = world.accounts.get(PERSON.id)?.filters ?? [];
  return new Map(all.map((filter) => [JSON.stringify(filter['title']), filter]));
}

/** How {@link folders} names a title. */
export function titled(text: string): string {
  return JSON.stringify({ _: 'textWithEntities', text, entities: [] });
}

/** The tools that change what stands in the person's own list of chats. */
export const LIST_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_save_draft',
    args: { group: String(FRIEND.id), message_text: '**Soon**', parse_mode: 'markdown' },
    again: { group: CLUB.id, message_text: 'Later' },
    invalid: [{ message_text: 'x'.repeat(3_000) }, 'TEXT_INVALID'],
    changed: { parse_mode: 'plain' },
    shows: {
      action: 'save a draft, which is not sent',
      target: { id: String(FRIEND.id) },
      text: 'Soon',
      entities: ['bold: "Soon"'],
    },
    answers: { cleared: false },
    writes: ['messages.saveDraft'],
    done: (world, again) =>
      again
        ? listed(world, 'chat', CLUB.bare).draft?.text === 'Later'
        : listed(world, 'user', FRIEND.id).draft?.entities?.length === 1,
  },
  {
    tool: 'tg_set_dialog_state',
    args: { group: GROUP.id, state: 'mute', until: '8h' },
    again: { group: CLUB.id, state: 'mute' },
    invalid: [{ until: 'soon' }, 'INPUT_INVALID'],
    changed: { until: '9h' },
    shows: { details: [{ label: 'Now', text: 'muted as all of its kind, in the main list, not pinned' }] },
    answers: { state: 'mute' },
    writes: ['account.updateNotifySettings'],
    done(world, again) {
      if (again) return listed(world, 'chat', CLUB.bare).muteUntil === 0x7fff_ffff;
      const left = listed(world, 'channel', GROUP.bare).muteUntil - Date.now() / 1000;
      return left > 7 * HOURS && left < 9 * HOURS;
    },
  },
  {
    tool: 'tg_edit_folder',
    args: { folder: 'Kites', action: 'create', chats: [WORKSHOP.id] },
    again: { folder: 'Boats', action: 'create', chats: [GROUP.id] },
    invalid: [{ chats: [] }, 'INPUT_INVALID'],
    changed: { chats: [WORKSHOP.id, GROUP.id] },
    shows: {
      action: 'make a folder of chats',
      target: { id: String(PERSON.id) },
      details: [
        { label: 'Folder', text: 'Kites' },
        { label: `Chat, supergroup ${WORKSHOP.id}`, text: WORKSHOP.title },
      ],
    },
    answers: { title: 'Kites' },
    writes: ['messages.updateDialogFilter'],
    done: (world, again) => folders(world).has(titled(again ? 'Boats' : 'Kites')),
  },
];
