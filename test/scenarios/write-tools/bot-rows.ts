import { expect } from 'vitest';
import { timesHeard, WAITER } from './waiter.js';
import { BAR, MENU, pressesOf } from './world.js';
import type { WriteRow } from './write-row.js';

const waiter = { group: `@${WAITER.username}` };
const menu = { group: BAR.id, message_id: MENU };

/** The tools that deal with bots. */
export const BOT_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_click_inline_button',
    args: { ...menu, button_text: 'Tea' },
    again: { ...menu, row: 1, col: 0 },
    invalid: [{ button_text: 'Site' }, 'INPUT_INVALID'],
    changed: { button_text: 'Milk' },
    shows: {
      action: `press a button under message ${MENU}`,
      details: [
        { label: `Message ${MENU}`, text: expect.stringContaining('What will it be?') },
        { label: 'Button, callback, row 0, column 0', text: 'Tea' },
        { label: 'Data of the button', text: 'order:tea' },
      ],
    },
    answers: { response_type: 'alert', response_message: 'Coming\\u{202E}' },
    writes: ['messages.getBotCallbackAnswer'],
    settledByPerson: true,
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      pressesOf(world).filter((data) => data === (again ? 'order:milk' : 'order:tea')).length === 1,
  },
  {
    tool: 'tg_run_bot_steps',
    args: {
      ...waiter,
      steps: [
        { type: 'send_message', text: ' /start ' },
        { type: 'click', button_text: ' Menu ' },
        { type: 'wait', expect: 'TEA', wait_sec: 5 },
      ],
    },
    again: { ...waiter, steps: [{ type: 'text', text: '/quick' }, { type: 'wait' }] },
    invalid: [{ steps: [{ type: 'wait' }] }, 'INPUT_INVALID'],
    changed: { steps: [{ type: 'send_message', text: '/start' }] },
    shows: {
      action: 'talk to a bot in 3 steps',
      target: { id: String(WAITER.id), type: 'bot' },
      details: [
        { label: 'Step 1, send to the bot', text: '/start' },
        {
          label: 'Step 2, press a button',
          text: '"Menu", by its text alone, under the newest message that has it',
        },
        { label: 'Step 3, wait for a reply', text: 'a message with "TEA", up to 5 s' },
      ],
    },
    answers: {
      steps_completed: 3,
      steps: [
        { step: 1, message_id: expect.any(Number) },
        { step: 2, message_id: expect.any(Number), response_type: 'empty' },
        { step: 3, message_id: expect.any(Number), said: 'We have tea.' },
      ],
    },
    writes: ['messages.sendMessage', 'messages.getBotCallbackAnswer'],
    resumes: true,
    limit: 'MAX_DM_PER_DAY',
    done: (world, again) =>
      again
        ? timesHeard(world, '/quick') === 1
        : timesHeard(world, '/start') === 1 && timesHeard(world, 'menu') === 1,
  },
];
