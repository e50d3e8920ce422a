import { done, refuse, refuseState, StateError, type Outcome, type TelegramCaller } from '@tgmcp/core';
import type { WriteStop } from '../approvals/write-stop.js';

/** A caller that looks at the operator's stop before each request, so that an action of many ends in the middle too. */
export function stoppable(caller: TelegramCaller, stop: Pick<WriteStop, 'stopped'>): TelegramCaller {
  return lookingFirst(caller, async () =>
    (await stop.stopped()) ? refuse('WRITES_STOPPED') : done(undefined),
  );
}

/**
 * A caller that asks whether a request may go: before the call, and once more when its slot has come, since a request can
 * wait for its pace or sleep off a flood as long as a call may take. What is refused did not leave.
 */
export function lookingFirst(caller: TelegramCaller, mayGo: () => Promise<Outcome<void>>): TelegramCaller {
  return {
    async call(request, options) {
      const first = await mayGo().catch(stateRefused);
      if (!first.ok) {
        const { refusal } = first;
        return { ok: false, refusal: { ...refusal, data: { ...refusal.data, reached_wire: false } } };
      }
      const mayStart = async (): Promise<Outcome<void>> => {
        const others = (await options?.mayStart?.()) ?? done(undefined);
        return others.ok ? mayGo() : others;
      };
      return caller.call(request, { ...options, mayStart });
    },
  };
}

/** State that fails at the look has let nothing leave; at the second one the pace says so. */
function stateRefused(error: unknown): Outcome<never> {
  if (error instanceof StateError) return refuseState(error);
  throw error;
}
