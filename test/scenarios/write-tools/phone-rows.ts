import { expect } from 'vitest';
import type { World } from '@tgmcp/emulator';
import { PERSON } from '../../support/small-world.js';
import { STRANGERS } from './world.js';
import type { WriteRow } from './write-row.js';

/** What the person wrote to somebody. */
export function writtenTo(world: World, id: bigint): string[] {
  const history = world.history(PERSON.id, { kind: 'user', id });
  return (history?.messages ?? []).map(({ text }) => text);
}

/** The tool that writes to whoever has a number. */
export const PHONE_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_send_to_phone',
    args: { phone: '+1 (555) 7231', message_text: 'Hello, __Karla__', parse_mode: 'markdown' },
    again: { phone: STRANGERS[1].phone, message_text: 'Hello, Ludwig' },
    invalid: [{ phone: '12' }, 'INPUT_INVALID'],
    changed: { phone: STRANGERS[1].phone },
    shows: {
      action: 'send a message to a phone number',
      target: { id: String(PERSON.id) },
      text: 'Hello, Karla',
      entities: ['italic: "Karla"'],
      details: [{ label: 'Number +15557231', text: expect.stringContaining('of no contact') }],
    },
    answers: { message_id: expect.any(Number), date: expect.any(String) },
    writes: ['messages.sendMessage'],
    limit: 'MAX_PHONE_MSGS_PER_DAY',
    done: (world, again) => writtenTo(world, STRANGERS[again ? 1 : 0].id).length === 1,
  },
];
