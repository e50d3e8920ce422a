import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { Telegram } from '../telegram.js';
import { isoTime } from './iso-time.js';

/** An entry of the phone book that was once uploaded; whether it has an account is not said. */
export interface SavedContact {
  readonly first_name: string;
  readonly last_name?: string;
  readonly phone: string;
  /** When it was uploaded. */
  readonly date: string;
}

/** The uploaded phone book, by one call of contacts.getSaved; `within` a takeout session that includes contacts. */
export async function savedContacts(
  within: Telegram,
  options: CallOptions,
): Promise<Outcome<SavedContact[]>> {
  const { Api } = telegram();
  const answer = await within.call(new Api.contacts.GetSaved(), options);
  if (!answer.ok) return answer;
  return done(
    answer.value.map(({ firstName, lastName, phone, date }) => ({
      first_name: firstName,
      ...(lastName === '' ? {} : { last_name: lastName }),
      phone,
      date: isoTime(date),
    })),
  );
}
