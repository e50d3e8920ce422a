/**
 * The only door through which the guard's list grows, opened by the entry of tgmcp-actions and by nobody else. What it
 * gives is bound to one approved action: the methods pass only while that action runs, and only through its caller.
 */
import { refuse } from './errors/refuse.js';
import type { TelegramCaller } from './telegram/caller.js';
import { nameOf } from './telegram/guard/gate.js';
import { writeDoorOf } from './telegram/guard/write-door.js';
import type { Telegram } from './telegram/telegram.js';

/** Which approved action the writes belong to. */
export interface ApprovedAction {
  readonly tool: string;
  readonly proposalId: string;
  /** The methods that this kind of action needs; those of them that are not on the write list stay shut too. */
  readonly methods: readonly string[];
}

/** Runs one approved action with its own write methods admitted, and closes them when it has ended. */
export type ApprovedWrites = <T>(
  approved: ApprovedAction,
  run: (caller: TelegramCaller) => Promise<T>,
) => Promise<T>;

/** Lets `methods` (TL names, each with the reason why it is needed) pass the guard of this account during approved actions. */
export function unlockWrites(telegram: Telegram, methods: Readonly<Record<string, string>>): ApprovedWrites {
  const door = writeDoorOf(telegram);
  if (door === undefined)
    throw new Error('this account is opened for reading: nothing can unlock its writes');
  const names = new Set(Object.keys(methods));
  return async (approved, run) => {
    if (approved.proposalId === '') throw new Error('writes are unlocked for an approved proposal only');
    const needed = new Set(approved.methods.filter((method) => names.has(method)));
    const grant = { methods: needed, open: true };
    try {
      return await run({
        call: async (request, options) =>
          grant.open
            ? door(request, options, grant)
            : refuse('WRITE_BLOCKED', { data: { method: nameOf(request.getBytes()), reached_wire: false } }),
      });
    } finally {
      grant.open = false;
    }
  };
}
