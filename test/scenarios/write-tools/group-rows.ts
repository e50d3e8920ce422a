import { expect } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { GUESTS, NEWCOMERS, WORKSHOP } from './world.js';
import type { WriteRow } from './write-row.js';

const [CARL] = NEWCOMERS;
const KITES = ['Kite builders', 'Kite flyers'] as const;

/** The tools that make groups and take people out of them. */
export const GROUP_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_create_private_group',
    args: { title: KITES[0], about: 'High ones', users: [`@${CARL.username}`] },
    again: { title: KITES[1] },
    invalid: [{ users: [], kind: 'basic' }, 'INPUT_INVALID'],
    changed: { about: 'Low ones' },
    shows: {
      action: 'make a private supergroup with this title',
      target: { id: String(PERSON.id) },
      text: KITES[0],
      details: [
        { label: 'Description', text: 'High ones' },
        { label: `Member, user ${CARL.id}`, text: expect.stringContaining(`@${CARL.username}`) },
      ],
    },
    answers: { group_id: expect.stringMatching(/^-100/), not_added: expect.any(Array) },
    writes: ['channels.createChannel', 'channels.inviteToChannel'],
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) => {
      const made = [...world.channels.values()].filter(({ title }) => title === KITES[again ? 1 : 0]);
      return made.length === 1 && (again || made[0]?.members.get(CARL.id)?.role === 'member');
    },
  },
  {
    tool: 'tg_remove_member_from_group',
    args: { group: WORKSHOP.id, user: `@${GUESTS[0].username}` },
    again: { group: WORKSHOP.id, user: `@${GUESTS[1].username}` },
    invalid: [{ user: 'me' }, 'WRONG_PEER_KIND'],
    changed: { user: `@${GUESTS[1].username}` },
    shows: {
      action: 'remove a member',
      details: [
        { label: `Member, user ${GUESTS[0].id}`, text: expect.stringContaining(`@${GUESTS[0].username}`) },
      ],
    },
    answers: { user_id: String(GUESTS[0].id), not_participant: false },
    writes: ['channels.editBanned', 'channels.editBanned'],
    resumes: true,
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) => {
      const { members } = world.channels.get(WORKSHOP.bare) ?? {};
      const role = members?.get(GUESTS[again ? 1 : 0].id)?.role;
      return role === 'left' || (again && role === 'banned');
    },
  },
];
