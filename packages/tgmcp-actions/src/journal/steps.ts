/** How far an action of several requests came: facts, created once and never changed. */
import { momentAfter, type Clock, type Moment, type StateStore } from '@tgmcp/core';
import type { JsonObject } from '../actions/canonical-json.js';
import { BEGUN_STEPS, ENDED_STEPS, type Intent } from './records.js';
import { stepKey } from './status.js';

/** The making of a group, which is never tried twice while nobody knows what came of it. */
export const CREATION = 'create';
/** The import of a number, by which Telegram is asked who has it. */
export const IMPORT = 'import';

/** The steps of one intent, over all its attempts. A step that was begun and did not end may have been carried out. */
export interface Steps {
  /** When a step was begun; undefined when it never was. */
  begun(step: string): Promise<Moment | undefined>;
  /** Records that a request is about to be sent; false when that stands there already. */
  begin(step: string): Promise<boolean>;
  /** What came of a step; undefined while nobody knows. */
  ended(step: string): Promise<JsonObject | undefined>;
  /** Records what came of a step; what stands there already stays. */
  end(step: string, came: JsonObject): Promise<void>;
}

/** The steps of an intent in an account's state store. */
export function stepsOf(store: Pick<StateStore, 'get' | 'create'>, clock: Clock, intent: Intent): Steps {
  const fact = (step: string) => ({ intentId: intent.id, step, at: momentAfter(clock, 0) });
  return {
    begun: async (step) => (await store.get(BEGUN_STEPS, stepKey(intent, step)))?.value.at,
    begin: (step) => store.create(BEGUN_STEPS, stepKey(intent, step), fact(step)),
    ended: async (step) => (await store.get(ENDED_STEPS, stepKey(intent, step)))?.value.came,
    async end(step, came) {
      await store.create(ENDED_STEPS, stepKey(intent, step), { ...fact(step), came });
    },
  };
}
