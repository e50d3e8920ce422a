import { expect } from 'vitest';
import { CLUB } from '../../support/small-world.js';
import { WORKSHOP } from './world.js';
import type { WriteRow } from './write-row.js';

const METHOD = 'messages.setHistoryTTL';
const DAY = 86_400;

/** The tool that calls a method by its name. */
export const RAW_ROWS: readonly WriteRow[] = [
  {
    tool: 'tg_invoke_write',
    args: { method: 'messages.SetHistoryTTLRequest', params: { peer: WORKSHOP.id, period: DAY } },
    again: { method: METHOD, params: { peer: CLUB.id, period: DAY } },
    invalid: [{ params: { peer: WORKSHOP.id, period: 'a day' } }, 'INPUT_INVALID'],
    changed: { params: { peer: WORKSHOP.id, period: 2 * DAY } },
    shows: {
      action: `call the raw method ${METHOD}`,
      target: { id: WORKSHOP.id },
      details: [
        {
          label: 'Request',
          text: JSON.stringify({ _: METHOD, peer: WORKSHOP.id, period: DAY }, null, 2),
        },
        { label: `Named in it, supergroup ${WORKSHOP.id}`, text: WORKSHOP.title },
      ],
    },
    answers: { method: METHOD, result: expect.objectContaining({ _: 'updates' }) },
    writes: [METHOD],
    settledByPerson: true,
    limit: 'MAX_GROUP_MSGS_PER_DAY',
    done: (world, again) =>
      (again ? world.groups.get(CLUB.bare) : world.channels.get(WORKSHOP.bare))?.ttlPeriod === DAY,
  },
];
