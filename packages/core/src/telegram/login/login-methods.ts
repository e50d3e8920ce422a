/** The methods with which a person logs in. They are sent by `tgmcp login` only, in a process of its own. */
export const LOGIN_METHODS = {
  'auth.sendCode': 'Has Telegram send a login code to the person.',
  'auth.signIn': 'Gives the code back; never creates an account.',
  'account.getPassword': 'What is needed to prove the second password without sending it.',
  'auth.checkPassword': 'Proves the second password.',
  'users.getUsers': 'Who has logged in.',
} as const satisfies Record<string, string>;
