import { expect } from 'vitest';
import { BAR, MENU, pressesOf } from './world.js';
import type { WriteRow } from './write-row.js';

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
];
