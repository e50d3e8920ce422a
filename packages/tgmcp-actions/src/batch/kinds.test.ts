import { expect, it } from 'vitest';
import { BATCH_KINDS } from './kinds.js';

it('each type of batch repeats the single tool that does the same', () => {
  const names = Object.entries(BATCH_KINDS).map(([type, { tool }]) => [type, tool.name]);
  expect(Object.fromEntries(names)).toEqual({
    add_member: 'tg_add_member_to_group',
    delete_messages: 'tg_delete_messages',
    leave_dialog: 'tg_leave_dialog',
  });
});
