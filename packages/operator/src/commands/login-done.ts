import type { Account, Settings } from '@tgmcp/core';
import type { Console } from '../console/console.js';

/** What is said when a session is there: whose it is, and where it lies. */
export function afterLogin(
  console: Console,
  settings: Settings,
  session: { readonly account: Account; readonly profile: 'read' | 'actions'; readonly file: string },
): void {
  const { account, profile, file } = session;
  const username = account.username === undefined ? '' : ` (@${account.username})`;
  console.print(`Logged in as ${account.first_name}${username}, id ${account.id}.`);
  console.print(`The session of tgmcp-${profile} is ${file}; whoever can read it has the account.`);
  if (settings.TG_SESSION_KEY_PROVIDER !== '') console.print('It is encrypted.');
}

/** The servers would refuse this session; better said now. */
export function unexpected(settings: Settings, account: Account): string | undefined {
  const name = settings.TG_EXPECTED_USERNAME.replace(/^@/u, '').toLowerCase();
  if (name !== '' && name !== account.username?.toLowerCase())
    return `TG_EXPECTED_USERNAME is "${settings.TG_EXPECTED_USERNAME}": the servers will refuse this session.`;
  const id = settings.TG_EXPECTED_USER_ID;
  return id === '' || id === account.id
    ? undefined
    : `TG_EXPECTED_USER_ID is "${id}": the servers will refuse this session.`;
}
