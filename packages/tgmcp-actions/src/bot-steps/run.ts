/**
 * A conversation with a bot, step by step. Each step is on disk before its request, and what came of it after: whoever goes
 * on after a kill or a wait repeats nothing. A text that may have been sent is sent again under its `random_id`, which
 * Telegram recognises; a button that may have been pressed is not pressed again.
 */
import { done, refuse, type Outcome, type Refused } from '@tgmcp/core';
import type { JsonObject } from '../actions/canonical-json.js';
import type { Performed } from '../gates/spec.js';
import { unfinished } from '../telegram/writer/unfinished.js';
import { invalidArgument } from '../tools/concerned-messages.js';
import { press, say } from './act.js';
import { BEFORE_ALL, cameSchema, sceneAfter, type Came } from './came.js';
import { notYet, type BotRun, type Turn } from './turn.js';
import { waitForReply } from './wait.js';

/** By these Telegram says that a request is wrong for good; anything else may pass later. */
const FINAL: ReadonlySet<string> = new Set([
  'RPC_ERROR',
  'NO_RIGHTS',
  'MESSAGE_NOT_FOUND',
  'PEER_NOT_FOUND',
  'WRONG_PEER_KIND',
]);

/**
 * Carries the steps out, or what earlier attempts left of them. The first step that fails ends it: done, with what was not
 * done in `stopped_at`. Refused with UNFINISHED while the rest waits: for the bot, for a flood, for a repeat of the call.
 */
export async function runBotSteps(run: BotRun): Promise<Outcome<Performed>> {
  const { steps, record, patience } = run;
  const told: Came[] = [];
  let scene = BEFORE_ALL;
  for (const [index, step] of steps.entries()) {
    const hasActed = told.length > 0;
    if (hasActed && patience.isOver()) return later(run, told, notYet());
    const name = `step-${index + 1}`;
    const came = await cameOf(run, { step, index, name, scene });
    if (!came.ok) {
      if (!isFinal(came)) return hasActed || isWaiting(came) ? later(run, told, came) : came;
      if (!hasActed) return came;
    }
    const outcome: Came = came.ok ? came.value : { failed: `refused with ${came.refusal.code}` };
    const { failed, perhaps } = outcome;
    // Nothing was done, so the whole list may be corrected and tried anew.
    if (failed !== undefined && !hasActed && perhaps !== true) {
      return invalidArgument(`steps[${index}]: ${failed}; nothing was done`);
    }
    await record.end(name, stored(outcome));
    if (failed !== undefined) return ended(told, failed);
    told.push(outcome);
    scene = sceneAfter(scene, outcome);
  }
  return ended(told, undefined);
}

async function cameOf(run: BotRun, { step, ...turn }: Turn): Promise<Outcome<Came>> {
  const before = await run.record.ended(turn.name);
  if (before !== undefined) return done(cameSchema.parse(before));
  await run.record.begin(turn.name);
  if (step.do === 'send') return say(run, turn.index, step.text);
  return step.do === 'click' ? press(run, { ...turn, step }) : waitForReply(run, { ...turn, step });
}

function isFinal({ refusal: { code, data } }: Refused): boolean {
  return FINAL.has(code) && data?.['rpc'] !== 'RANDOM_ID_DUPLICATE';
}

function isWaiting({ refusal }: Refused): boolean {
  return refusal.code === 'UNFINISHED';
}

function stored(came: Came): JsonObject {
  return Object.fromEntries(
    Object.entries(came).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])),
  );
}

function later({ steps }: BotRun, told: readonly Came[], cause: Refused): Refused {
  const data = { steps_completed: told.length, steps: steps.length };
  const message = `${told.length} of ${steps.length} steps are done; the next one waits.`;
  if (!isWaiting(cause)) return unfinished(cause, message, data);
  const { retry_after: retryAfter } = cause.refusal;
  return refuse('UNFINISHED', { message, ...(retryAfter === undefined ? {} : { retryAfter }), data });
}

function ended(told: readonly Came[], failed: string | undefined): Outcome<Performed> {
  const steps = told.map((came, index) => ({ step: index + 1, ...toldOf(came) }));
  const result = { steps_completed: told.length, steps };
  if (failed === undefined) return done({ result, repeated: false });
  const stopped_at = told.length + 1;
  const note = `Stopped at step ${stopped_at}; what comes after it was not done. Look at the chat, then preview what is left as steps of their own.`;
  return done({ result: { ...result, stopped_at, stopped_because: failed, note }, repeated: false });
}

/** Where replies are looked for is nobody's business but ours. */
function toldOf(came: Came): JsonObject {
  const inner = new Set(['after', 'before']);
  return Object.fromEntries(Object.entries(stored(came)).filter(([field]) => !inner.has(field)));
}
