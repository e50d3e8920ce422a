/** The methods with which a person logs in. They are sent by `tgmcp login` only, in a process of its own. */
export const LOGIN_METHODS = {
  'auth.sendCode': 'Has Telegram send a login code to the person.',
  'auth.resendCode': 'Has Telegram send the code again, by the next way.',
  'auth.signIn': 'Gives the code back; never creates an account.',
  'account.getPassword': 'What is needed to prove the second password without sending it.',
  'auth.checkPassword': 'Proves the second password.',
  'auth.exportLoginToken': 'The token that a QR code carries; another app of the person accepts it.',
  'auth.importLoginToken': 'Takes an accepted token to the data centre of the account.',
  'auth.logOut': 'Ends a session at Telegram, when the person wants it gone.',
  'users.getUsers': 'Who has logged in.',
} as const satisfies Record<string, string>;
