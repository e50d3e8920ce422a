/** The two calls of a write, and the person between them. */
import { join } from 'node:path';
import { createFileStore, systemClock } from '@tgmcp/core';
import { openDesk, type ApprovalDesk } from 'tgmcp-actions/approvals';
import { expect } from 'vitest';
import { PHRASE, type House } from './house.js';
import type { Agent, Answer } from './mcp-client.js';
import { GROUP, PERSON } from './small-world.js';

/** A message to the group that the house allows. */
export const message = { group: GROUP.id, message_text: 'See you at eight' };

/** The desk of the person, on the data folder of the house. */
export function deskOf(house: House): ApprovalDesk {
  const clock = systemClock();
  const store = createFileStore({ root: join(house.dir, 'state', String(PERSON.id)), clock });
  const settings = {
    TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
    TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 1,
    TG_ACTIONS_APPROVAL_TTL_SEC: 1800,
    TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 1800,
    TG_ACTIONS_LANE_MAX_TTL_SEC: 86_400,
    TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
    TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
  } as const;
  return openDesk({ store, clock, settings });
}

/** Previews; throws when that is refused. */
export async function preview(
  agent: Agent,
  args: Record<string, unknown> = message,
): Promise<Answer['body']> {
  const answer = await agent.call('tg_send_message', args);
  if (answer.refused) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** Executes what was previewed. */
export function execute(
  agent: Agent,
  code: unknown,
  args: Record<string, unknown> = message,
): Promise<Answer> {
  return agent.call('tg_send_message', { ...args, dry_run: false, confirm: true, approval_code: code });
}

/** The person approves a preview at the terminal. */
export async function approve(house: House, shown: Answer['body']): Promise<void> {
  const approved = await deskOf(house).approve(String(shown['proposal_id']), PHRASE);
  if (!approved.ok) throw new Error(approved.refusal.code);
}

/** The default of TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC. */
const WINDOW_MS = 86_400_000;

/**
 * Lets time pass to the middle of an idempotency window: what Telegram recognises as sent before, it recognises within one,
 * and a test that begins late must not cross into the next.
 */
export const midWindow = (house: House): Promise<void> =>
  house.passTime((WINDOW_MS * 1.5 - (house.emulator.clock.now() % WINDOW_MS)) / 1000);

/** What is refused where a short deadline was over before Telegram was asked, or had answered a reading. */
const LATE = new Set(['BUDGET_BUSY', 'DEADLINE', 'DISCONNECTED']);

/**
 * Calls again where a busy machine was too slow for a short deadline. That call must not have sent anything; only where an
 * earlier one may have, which is `unknown`, the answer may say so.
 */
export async function inTime(call: () => Promise<Answer>, before?: 'unknown'): Promise<Answer> {
  for (let n = 0; n < 20; n += 1) {
    const answer = await call();
    if (!answer.refused || !LATE.has(String(answer.body['code']))) return answer;
    if (before === undefined) expect(answer.body).not.toHaveProperty('data.sent', 'unknown');
  }
  return call();
}

/**
 * Has Telegram carry out a call and lose its answer: the one to `method` that comes after `after` others. The result waits
 * until that has happened, and not only until the call has come.
 */
export function loseAnswer(
  { emulator }: Pick<House, 'emulator'>,
  method: string,
  after = 0,
): () => Promise<void> {
  const from = emulator.calls.next;
  emulator.faults.add({ method, times: 1, after, kind: 'lose_answer' });
  const isLost = (): boolean =>
    emulator.calls.since(from).some((call) => call.method === method && call.outcome === 'lose_answer');
  return () => expect.poll(isLost, { timeout: 25_000, interval: 20 }).toBe(true);
}

/** Lets the age of codes of the house pass, which is one second. */
export const grownOld = (house: House): Promise<void> => house.passTime(1.1);

/** How many sends reached the wire. */
export function sendsOf(house: House): number {
  return house.wire().filter((method) => method === 'messages.sendMessage').length;
}
