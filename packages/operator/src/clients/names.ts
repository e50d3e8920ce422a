/** What clients call our servers, unless somebody says otherwise. */
export const SERVER_NAMES = { read: 'tgmcp-read', actions: 'tgmcp-actions' } as const;

/** What is wrong with the name of a server in a client; names become parts of the names of tools. */
export function serverName(text: string): string | undefined {
  return /^[A-Za-z0-9][\w-]{0,62}$/u.test(text)
    ? undefined
    : 'Allowed: letters, digits, "-" and "_", at most 63.';
}

/** What is wrong with the name of a session file. */
export function sessionName(text: string): string | undefined {
  return /^[\w-]+$/u.test(text) ? undefined : 'Allowed: letters, digits, "_" and "-".';
}

/** What is wrong with the username of an account. */
export function username(text: string): string | undefined {
  return text === '' || /^@?[A-Za-z]\w{3,31}$/u.test(text) ? undefined : 'Allowed: a Telegram username.';
}
