import {
  done,
  listDialogs,
  type CallOptions,
  type DialogPosition,
  type Outcome,
  type ReadDialog,
  type Telegram,
} from '@tgmcp/core';

/** Ten pages of a hundred; what lies behind was not written to for long. */
const MOST_CALLS = 10;

/** The dialogs of the account, at most a thousand, and whether these are all. Those out of scope come without a record. */
export async function allDialogs(
  telegram: Telegram,
  options: CallOptions,
): Promise<Outcome<{ readonly dialogs: readonly ReadDialog[]; readonly isWhole: boolean }>> {
  const dialogs: ReadDialog[] = [];
  let more = true;
  for (let calls = 0; more && calls < MOST_CALLS; calls += 1) {
    const from: DialogPosition | undefined = dialogs.at(-1)?.after;
    const portion = await listDialogs(telegram, from, 100, options);
    if (!portion.ok) return portion;
    dialogs.push(...portion.value.items);
    more = portion.value.more && portion.value.items.length > 0;
  }
  return done({ dialogs, isWhole: !more });
}
