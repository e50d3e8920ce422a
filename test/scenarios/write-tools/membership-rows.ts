import { expect } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { CLOSED, closedLinks, PAIRS } from './people-world.js';
import { marked, WORKSHOP, writeWorld } from './world.js';
import type { WriteRow } from './write-row.js';

const [LINK = '', OTHER_LINK = ''] = closedLinks(writeWorld());
const [FIRST, SECOND] = PAIRS;
const at = ({ username }: { readonly username: string }): string => `@${username}`;
const inWorkshop = ({ old, young }: (typeof PAIRS)[number]) => ({
  group: WORKSHOP.id,
  old_user: at(old),
  new_user: at(young),
});

/** The tools by which somebody comes into a chat, and takes another's place. */
export const MEMBERSHIP_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_migrate_member',
    args: inWorkshop(FIRST),
    again: inWorkshop(SECOND),
    invalid: [{ new_user: at(FIRST.old) }, 'INPUT_INVALID'],
    changed: { old_user: at(SECOND.old) },
    shows: {
      action: 'add one member and remove another',
      target: { id: WORKSHOP.id },
      details: [
        { label: `Is added, user ${FIRST.young.id}`, text: expect.stringContaining(at(FIRST.young)) },
        { label: `Is removed, user ${FIRST.old.id}`, text: expect.stringContaining(at(FIRST.old)) },
      ],
    },
    answers: { added: String(FIRST.young.id), removed: String(FIRST.old.id), already_member: false },
    writes: ['channels.inviteToChannel', 'channels.editBanned', 'channels.editBanned'],
    resumes: true,
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) => {
      const { old, young } = again ? SECOND : FIRST;
      const { members } = world.channels.get(WORKSHOP.bare) ?? {};
      const isIn = members?.get(young.id)?.role === 'member';
      return isIn && (again || members?.get(old.id)?.role === 'left');
    },
  },
  {
    tool: 'tg_join_chat',
    args: { chat: LINK },
    again: { chat: OTHER_LINK },
    invalid: [{ chat: 'https://t.me/+AAAAAAAAAAAAAAAA' }, 'INPUT_INVALID'],
    changed: { chat: OTHER_LINK },
    shows: {
      action: 'join the chat behind an invite link',
      target: { id: String(PERSON.id) },
      details: [
        { label: expect.stringMatching(/^Chat behind t\.me\/\+.{4}…, supergroup$/), text: CLOSED[0].title },
        { label: 'Members', text: '1' },
        { label: 'Description of the chat', text: CLOSED[0].about },
      ],
    },
    answers: { status: 'joined', group_id: marked(CLOSED[0].bare) },
    writes: ['messages.importChatInvite'],
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) =>
      world.channels.get(CLOSED[again ? 1 : 0].bare)?.members.get(PERSON.id)?.role === 'member',
  },
  {
    tool: 'tg_edit_invite_link',
    args: { group: WORKSHOP.id, title: 'Kites', usage_limit: 5, expires: '2030-01-02T03:04:05Z' },
    again: { group: WORKSHOP.id, title: 'Boats' },
    invalid: [{ link: 'https://example.org/' }, 'INPUT_INVALID'],
    changed: { usage_limit: 6 },
    shows: {
      action: 'make an invite link of this chat',
      details: [
        { label: 'Name of the link', text: 'Kites' },
        { label: 'Expires', text: '2030-01-02T03:04:05.000Z' },
        { label: 'People who may join by it', text: '5' },
      ],
    },
    answers: { link: expect.stringMatching(/^https:\/\/t\.me\/\+/), revoked: false },
    writes: ['messages.exportChatInvite'],
    done: (world, again) => {
      const title = again ? 'Boats' : 'Kites';
      const made = (world.channels.get(WORKSHOP.bare)?.invites ?? []).filter((one) => one.title === title);
      return made.length === 1 && (again || made[0]?.usageLimit === 5);
    },
  },
];
