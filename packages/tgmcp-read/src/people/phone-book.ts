/** The uploaded phone book as one export of data brought it: its later pages begin no further ones. */
import {
  done,
  savedContacts,
  withTakeout,
  type AccountServices,
  type CallOptions,
  type Clock,
  type Outcome,
  type SavedContact,
  type Telegram,
} from '@tgmcp/core';

/** For how long the pages of one reading show the same list. */
const LIFE_MS = 600_000;

interface Kept {
  readonly at: number;
  readonly contacts: readonly SavedContact[];
}

const kept = new WeakMap<Telegram, Kept>();

/**
 * The phone book, read within a takeout session of its own: Telegram tells the person of each on all devices. Where it is
 * gone on with (`goesOn`), it is the list that was read before, in this process and within ten minutes; otherwise it is
 * read anew. Refused with TAKEOUT_OFF, TAKEOUT_DELAYED and what calls are refused with.
 */
export async function phoneBook(
  { telegram, settings }: AccountServices,
  clock: Clock,
  goesOn: boolean,
  options: CallOptions,
): Promise<Outcome<readonly SavedContact[]>> {
  const before = kept.get(telegram);
  if (goesOn && before !== undefined && clock.monotonic() - before.at < LIFE_MS) return done(before.contacts);
  const read = await withTakeout({ telegram, settings }, { contacts: true }, options, (within) =>
    savedContacts(within, options),
  );
  if (read.ok) kept.set(telegram, { at: clock.monotonic(), contacts: read.value });
  return read;
}
