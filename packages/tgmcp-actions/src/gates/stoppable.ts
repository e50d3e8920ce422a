import { refuse, type TelegramCaller } from '@tgmcp/core';
import type { WriteStop } from '../approvals/write-stop.js';

/** A caller that looks at the operator's stop before each request, so that an action of many ends in the middle too. */
export function stoppable(caller: TelegramCaller, stop: Pick<WriteStop, 'stopped'>): TelegramCaller {
  return {
    call: async (request, options) =>
      (await stop.stopped())
        ? refuse('WRITES_STOPPED', { data: { reached_wire: false } })
        : caller.call(request, options),
  };
}
