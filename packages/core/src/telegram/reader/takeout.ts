/**
 * Takeout sessions: an export that Telegram knows about (core.telegram.org/api/takeout). Within one, calls meet lower
 * flood limits, and a few methods answer at all.
 */
import type { Api } from 'telegram';
import type { Settings } from '../../config/settings.js';
import type { Outcome, Refused } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { Telegram } from '../telegram.js';

/** What an export is going to read; Telegram shows it to the person, and refuses the rest. */
export interface TakeoutScope {
  readonly contacts?: boolean;
  readonly privateChats?: boolean;
  readonly basicGroups?: boolean;
  readonly supergroups?: boolean;
  readonly channels?: boolean;
  /** The largest file that is going to be fetched, in bytes; without it no files are. */
  readonly largestFile?: number;
}

/**
 * Runs `read` within a takeout session, which ends with it, whatever comes. `read` gets the same account, whose calls all
 * belong to the session. `options` are those of the first call; its signal does not reach the last one, so that a
 * cancelled export is ended, too. Refused with TAKEOUT_OFF, TAKEOUT_DELAYED (with `retry_after`), and what calls are
 * refused with. A session that could not be ended stays at Telegram until the next begins; the result is not changed by it.
 */
export async function withTakeout<T>(
  opened: { readonly telegram: Telegram; readonly settings: Pick<Settings, 'TG_READ_TAKEOUT'> },
  scope: TakeoutScope,
  options: CallOptions,
  read: (within: Telegram) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!opened.settings.TG_READ_TAKEOUT) return refuse('TAKEOUT_OFF');
  const { Api } = telegram();
  const account = opened.telegram;
  const begun = await account.call(new Api.account.InitTakeoutSession(namesOf(scope)), options);
  if (!begun.ok) return delayed(begun);
  const within = accountWithin(account, begun.value.id);
  let success = false;
  try {
    const outcome = await read(within);
    success = outcome.ok;
    return outcome;
  } finally {
    const { signal: _, ...last } = options;
    await within.call(new Api.account.FinishTakeoutSession({ success }), last);
  }
}

/** The account, each call of which says that it belongs to the session. */
function accountWithin(account: Telegram, takeoutId: Api.long): Telegram {
  const { Api } = telegram();
  return {
    ...account,
    call: (query, options) => account.call(new Api.InvokeWithTakeout({ takeoutId, query }), options),
  };
}

function namesOf(scope: TakeoutScope): ConstructorParameters<typeof Api.account.InitTakeoutSession>[0] {
  const { helpers } = telegram();
  return {
    contacts: scope.contacts === true,
    messageUsers: scope.privateChats === true,
    messageChats: scope.basicGroups === true,
    messageMegagroups: scope.supergroups === true,
    messageChannels: scope.channels === true,
    ...(scope.largestFile === undefined
      ? {}
      : { files: true, fileMaxSize: helpers.returnBigInt(scope.largestFile) }),
  };
}

/** The demanded wait stands in the error's name; it concerns exports only, so it is no flood of the account. */
function delayed(refused: Refused): Refused {
  const seconds = /^TAKEOUT_INIT_DELAY_(\d+)$/.exec(String(refused.refusal.data?.['rpc']))?.[1];
  return seconds === undefined ? refused : refuse('TAKEOUT_DELAYED', { retryAfter: Number(seconds) });
}
