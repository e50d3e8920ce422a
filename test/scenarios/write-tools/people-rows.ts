import type { World } from '@tgmcp/emulator';
import { GROUP, PERSON } from '../../support/small-world.js';
import { ADDED, BOTHERS, DISCUSSED } from './people-world.js';
import { marked } from './world.js';
import type { WriteRow } from './write-row.js';

const relationsOf = (world: World) => world.accounts.get(PERSON.id)?.relations;
const named = ({ username }: { readonly username: string }): string => `@${username}`;
const [ROSA, SIEG] = ADDED;

/** The tools on people, and on who may comment. */
export const PEOPLE_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_set_channel_comments_join_requirement',
    args: { channel: named(DISCUSSED[0]), join_required: true },
    again: { channel: named(DISCUSSED[1]), join_required: true },
    invalid: [{ channel: '@bobby' }, 'WRONG_PEER_KIND'],
    changed: { join_required: false },
    shows: {
      action: 'let only members of this discussion group comment',
      target: { id: marked(DISCUSSED[0].group), title: DISCUSSED[0].title },
      details: [{ label: 'Who may comment now', text: 'everybody' }],
    },
    answers: { group_id: marked(DISCUSSED[0].group), join_required: true },
    writes: ['channels.toggleJoinToSend'],
    done: (world, again) => world.channels.get(DISCUSSED[again ? 1 : 0].group)?.joinToSend === true,
  },
  {
    tool: 'tg_add_contact',
    args: { user: named(ROSA), first_name: ' Rose ', last_name: 'Lind' },
    again: { user: named(SIEG), first_name: 'Siggi' },
    invalid: [{ first_name: ' ' }, 'INPUT_INVALID'],
    changed: { share_phone: true },
    shows: {
      action: 'add a contact',
      target: { id: String(ROSA.id), type: 'user' },
      details: [{ label: 'Name in the contacts', text: 'Rose Lind' }],
    },
    answers: { user_id: String(ROSA.id) },
    writes: ['contacts.addContact'],
    done: (world, again) => {
      const id = again ? SIEG.id : ROSA.id;
      const name = relationsOf(world)?.names.get(id);
      const isShared = relationsOf(world)?.sharesPhoneWith.has(id) === true;
      const isIn = world.accounts.get(PERSON.id)?.contacts.has(id) === true;
      return isIn && !isShared && name?.firstName === (again ? 'Siggi' : 'Rose');
    },
  },
  {
    tool: 'tg_set_blocked',
    args: { user: named(BOTHERS[0]) },
    again: { user: named(BOTHERS[1]) },
    invalid: [{ user: `@${GROUP.username}` }, 'WRONG_PEER_KIND'],
    changed: { blocked: false },
    shows: { action: 'block somebody', target: { id: String(BOTHERS[0].id) } },
    answers: { user_id: String(BOTHERS[0].id), blocked: true },
    writes: ['contacts.block'],
    done: (world, again) => relationsOf(world)?.blocked.has(`user:${BOTHERS[again ? 1 : 0].id}`) === true,
  },
];
