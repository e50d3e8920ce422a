import { expect } from 'vitest';
import { BOT_ROWS } from './bot-rows.js';
import { FILE_ROWS } from './file-rows.js';
import { GROUP_ROWS } from './group-rows.js';
import { MEMBERSHIP_ROWS } from './membership-rows.js';
import { PEOPLE_ROWS } from './people-rows.js';
import { LIST_ROWS } from './list-rows.js';
import { PHONE_ROWS } from './phone-rows.js';
import { RAW_ROWS } from './raw-rows.js';
import type { Args, WriteRow } from './write-row.js';
import type { World } from '@tgmcp/emulator';
import { GROUP, PERSON } from '../../support/small-world.js';
import {
  ACQUAINTED,
  CLEARED,
  LEFT,
  marked,
  NEWCOMERS,
  numberOf,
  WORKSHOP,
  type MessageText,
} from './world.js';

const messages = (world: World, bare: bigint) => world.channels.get(bare)?.history.messages ?? [];
const texts = (world: World, bare: bigint): string[] => messages(world, bare).map(({ text }) => text);
const inWorkshop = (text: MessageText): Args => ({ group: WORKSHOP.id, message_id: numberOf(text) });

const isContact = (world: World, { id }: { id: bigint }): boolean =>
  world.accounts.get(PERSON.id)?.contacts.has(id) === true;

export const ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_send_message',
    args: {
      group: WORKSHOP.id,
      message_text: '**Eight** o\u200bclock, [there](https://example.org/a)',
      parse_mode: 'markdown',
      reply_to: numberOf('To be answered'),
      silent: true,
    },
    again: { group: WORKSHOP.id, message_text: 'Again' },
    invalid: [{ message_text: ' ' }, 'TEXT_INVALID'],
    changed: { silent: false },
    shows: {
      action: 'send a message',
      text: 'Eight o\\u{200b}clock, there',
      hidden_characters: 1,
      entities: ['bold: "Eight"', 'text_url: "there" → https://example.org/a'],
      details: [
        { label: 'Notification', text: 'none (silent)' },
        { label: 'In reply to message 1', text: expect.stringContaining('To be answered') },
      ],
    },
    answers: { message_id: expect.any(Number), date: expect.any(String) },
    writes: ['messages.sendMessage'],
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      messages(world, WORKSHOP.bare).filter(
        ({ text, entities, replyTo }) =>
          text === (again ? 'Again' : 'Eight o\u200bclock, there') &&
          (again || (entities?.length === 2 && replyTo !== undefined)),
      ).length === 1,
  },
  {
    tool: 'tg_edit_message',
    args: { ...inWorkshop('To be edited'), new_text: 'Was <b>edited</b>', parse_mode: 'html' },
    again: { ...inWorkshop('To be edited too'), new_text: 'Was edited too' },
    invalid: [{ new_text: '' }, 'TEXT_INVALID'],
    changed: { parse_mode: 'plain' },
    shows: {
      action: 'edit message 2',
      text: 'Was edited',
      entities: ['bold: "edited"'],
      details: [{ label: 'Replaces message 2', text: expect.stringContaining('To be edited') }],
    },
    answers: { message_id: 2 },
    writes: ['messages.editMessage'],
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      texts(world, WORKSHOP.bare).includes(again ? 'Was edited too' : 'Was edited') &&
      !texts(world, WORKSHOP.bare).includes(again ? 'To be edited too' : 'To be edited'),
  },
  {
    tool: 'tg_delete_messages',
    args: { group: WORKSHOP.id, message_ids: [numberOf('To be deleted')] },
    again: { group: WORKSHOP.id, message_ids: [numberOf('To be deleted too')] },
    invalid: [{ message_ids: [9_999] }, 'MESSAGE_NOT_FOUND'],
    changed: { message_ids: [numberOf('To be deleted'), numberOf('To be answered')] },
    shows: {
      action: 'delete 1 message for everybody',
      details: [{ label: 'Message 4', text: expect.stringContaining('To be deleted') }],
    },
    answers: { deleted: 1 },
    writes: ['channels.deleteMessages'],
    done: (world, again) =>
      !texts(world, WORKSHOP.bare).includes(again ? 'To be deleted too' : 'To be deleted'),
  },
  {
    tool: 'tg_forward_messages',
    args: { from_group: WORKSHOP.id, to_group: GROUP.id, message_ids: [numberOf('To be forwarded')] },
    again: { from_group: WORKSHOP.id, to_group: GROUP.id, message_ids: [numberOf('To be forwarded too')] },
    invalid: [{ message_ids: [] }, 'INPUT_INVALID'],
    changed: { drop_author: true },
    shows: {
      action: 'forward 1 message',
      details: [
        { label: `From supergroup ${WORKSHOP.id}`, text: WORKSHOP.title },
        { label: 'Message 6', text: expect.stringContaining('To be forwarded') },
      ],
    },
    answers: { message_ids: [expect.any(Number)] },
    writes: ['messages.forwardMessages'],
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      texts(world, GROUP.bare).filter((text) => text === (again ? 'To be forwarded too' : 'To be forwarded'))
        .length === 1,
  },
  {
    tool: 'tg_pin_message',
    args: inWorkshop('To be pinned'),
    again: inWorkshop('To be pinned too'),
    invalid: [{ message_id: 9_999 }, 'MESSAGE_NOT_FOUND'],
    changed: { notify: true },
    shows: {
      action: 'pin message 8',
      details: [{ label: 'Message 8', text: expect.stringContaining('To be pinned') }],
    },
    answers: { message_id: 8, pinned: true },
    writes: ['messages.updatePinnedMessage'],
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      world.channels.get(WORKSHOP.bare)?.history.get(numberOf(again ? 'To be pinned too' : 'To be pinned'))
        ?.pinned === true,
  },
  {
    tool: 'tg_set_reaction',
    args: { ...inWorkshop('To be reacted to'), emoji: '\u{1F44D}' },
    again: { ...inWorkshop('To be reacted to too'), emoji: '\u{1F44D}' },
    invalid: [{ emoji: 'no emoji' }, 'INPUT_INVALID'],
    changed: { emoji: '' },
    shows: {
      action: 'react to message 10 with \u{1F44D}',
      details: [{ label: 'Message 10', text: expect.stringContaining('To be reacted to') }],
    },
    answers: { message_id: 10 },
    writes: ['messages.sendReaction'],
    done: (world, again) => {
      const text = again ? 'To be reacted to too' : 'To be reacted to';
      const reactions = world.channels.get(WORKSHOP.bare)?.history.get(numberOf(text))?.reactions ?? [];
      return reactions.length === 1 && reactions[0]?.by[0]?.userId === PERSON.id;
    },
  },
  {
    tool: 'tg_clear_history',
    args: { group: marked(CLEARED[0]) },
    again: { group: marked(CLEARED[1]), max_id: 3 },
    invalid: [{ just_clear: true }, 'INPUT_INVALID'],
    changed: { max_id: 2 },
    shows: {
      action: 'clear the history for everybody',
      details: [{ label: 'Up to message 3', text: expect.stringContaining('Oldest') }],
    },
    answers: { cleared_up_to: 3 },
    writes: ['channels.deleteHistory'],
    done: (world, again) =>
      !texts(world, CLEARED[again ? 1 : 0]).some((text) => ['Old', 'Older', 'Oldest'].includes(text)),
  },
  {
    tool: 'tg_add_member_to_group',
    args: { group: WORKSHOP.id, user: `@${NEWCOMERS[0].username}` },
    again: { group: WORKSHOP.id, user: `@${NEWCOMERS[1].username}` },
    invalid: [{ user: `@${GROUP.username}` }, 'WRONG_PEER_KIND'],
    changed: { user: `@${NEWCOMERS[1].username}` },
    shows: {
      action: 'add a member',
      details: [
        {
          label: `New member, user ${NEWCOMERS[0].id}`,
          text: expect.stringContaining(NEWCOMERS[0].firstName),
        },
      ],
    },
    answers: { user_id: String(NEWCOMERS[0].id) },
    writes: ['channels.inviteToChannel'],
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) =>
      world.channels.get(WORKSHOP.bare)?.members.get(NEWCOMERS[again ? 1 : 0].id)?.role === 'member',
  },
  {
    tool: 'tg_leave_dialog',
    args: { group: marked(LEFT[0]) },
    again: { group: marked(LEFT[1]) },
    invalid: [{ group: '@bobby' }, 'WRONG_PEER_KIND'],
    changed: { force_resend: true },
    shows: { action: 'leave a chat', target: { id: marked(LEFT[0]), type: 'supergroup' } },
    answers: { left: true },
    writes: ['channels.leaveChannel'],
    limit: 'MAX_JOINS_PER_DAY',
    done: (world, again) => {
      const member = world.channels.get(LEFT[again ? 1 : 0])?.members.get(PERSON.id);
      return member === undefined || member.role === 'left';
    },
  },
  {
    tool: 'tg_delete_contacts',
    args: { users: [`@${ACQUAINTED[0].username}`] },
    again: { users: [`@${ACQUAINTED[1].username}`] },
    invalid: [{ users: [`@${NEWCOMERS[0].username}`] }, 'INPUT_INVALID'],
    changed: { users: [`@${ACQUAINTED[0].username}`, `@${ACQUAINTED[3].username}`] },
    shows: {
      action: 'delete 1 contact',
      target: { id: String(PERSON.id) },
      details: [
        {
          label: `Contact, user ${ACQUAINTED[0].id}`,
          text: `${ACQUAINTED[0].firstName} @${ACQUAINTED[0].username}`,
        },
      ],
    },
    answers: { deleted: 1 },
    writes: ['contacts.deleteContacts'],
    done: (world, again) => !isContact(world, ACQUAINTED[again ? 1 : 0]),
  },
  {
    tool: 'tg_delete_contacts_by_phones',
    args: { phones: [`+${ACQUAINTED[2].phone}`] },
    again: { phones: [ACQUAINTED[3].phone] },
    invalid: [{ phones: ['12'] }, 'INPUT_INVALID'],
    changed: { phones: [ACQUAINTED[2].phone, '15550199'] },
    shows: {
      action: 'delete the contacts with 1 number',
      details: [
        {
          label: `Number ${ACQUAINTED[2].phone}`,
          text: expect.stringContaining(`${ACQUAINTED[2].firstName} @${ACQUAINTED[2].username}`),
        },
      ],
    },
    answers: { deleted: 1 },
    writes: ['contacts.deleteByPhones'],
    done: (world, again) => !isContact(world, ACQUAINTED[again ? 3 : 2]),
  },
  ...FILE_ROWS,
  ...GROUP_ROWS,
  ...LIST_ROWS,
  ...PHONE_ROWS,
  ...RAW_ROWS,
  ...BOT_ROWS,
  ...PEOPLE_ROWS,
  ...MEMBERSHIP_ROWS,
];
