import type { Api } from 'telegram';
import type { Settings } from '../config/settings.js';
import type { Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { SessionFile } from './session/session-content.js';
import type { Account } from './telegram.js';

/** Who an answer to `users.getUsers` for the account itself names. */
export function selfOf(users: readonly Api.TypeUser[]): Account | undefined {
  const user = users[0];
  if (user?.className !== 'User') return undefined;
  const username = user.username ?? user.usernames?.find((one) => one.active)?.username;
  return {
    id: String(user.id),
    first_name: user.firstName ?? '',
    ...(username === undefined || username === '' ? {} : { username }),
  };
}

/** ACCOUNT_MISMATCH unless the account is the one that the session file and the settings name. */
export function accountMismatch(
  account: Account,
  file: Pick<SessionFile, 'account'>,
  settings: Pick<Settings, 'TG_EXPECTED_USERNAME' | 'TG_EXPECTED_USER_ID'>,
): Outcome<never> | undefined {
  const { TG_EXPECTED_USERNAME: username, TG_EXPECTED_USER_ID: id } = settings;
  const same =
    account.id === file.account.id &&
    (id === '' || account.id === id) &&
    (username === '' || plain(account.username ?? '') === plain(username));
  return same ? undefined : refuse('ACCOUNT_MISMATCH', { data: { reached_wire: false } });
}

function plain(username: string): string {
  return username.replace(/^@/, '').toLowerCase();
}
