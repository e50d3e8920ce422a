/** Methods that need no login (core.telegram.org/api/auth); everything else is answered with AUTH_KEY_UNREGISTERED before it. */
const PUBLIC: ReadonlySet<string> = new Set([
  'account.getPassword',
  'auth.bindTempAuthKey',
  'auth.cancelCode',
  'auth.checkPassword',
  'auth.checkRecoveryPassword',
  'auth.exportLoginToken',
  'auth.importAuthorization',
  'auth.importBotAuthorization',
  'auth.importLoginToken',
  'auth.recoverPassword',
  'auth.reportMissingCode',
  'auth.requestFirebaseSms',
  'auth.requestPasswordRecovery',
  'auth.resendCode',
  'auth.resetLoginEmail',
  'auth.sendCode',
  'auth.signIn',
  'auth.signUp',
]);

/** Whether a method may be called on an auth key that nobody is logged in with. */
export function isPublic(method: string): boolean {
  return PUBLIC.has(method) || method.startsWith('help.') || method.startsWith('langpack.');
}
