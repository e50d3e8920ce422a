/**
 * The door for logging in, opened by the operator's command alone: clients that can send the login methods and nothing
 * else, and the files that hold sessions.
 */
export { startLogin, type CodeSent, type Login } from './telegram/login/code-login.js';
export { startQrLogin, type QrLogin } from './telegram/login/qr-login.js';
export { importSession, logOut, recogniseSession, type Offered } from './telegram/login/import-session.js';
export type { LoginOptions } from './telegram/login/login-line.js';
export type { LoggedIn, SignedIn } from './telegram/login/sign-in.js';
export { credentialsProvider, withCredentials } from './secrets/credentials.js';
export { newKeyText } from './telegram/session/sealing-key.js';
export type { SessionFile } from './telegram/session/session-content.js';
export { createSessionKeys } from './telegram/session/session-keys.js';
export { endOf } from './telegram/session/ended-sessions.js';
export { holderOf, type Holder } from './telegram/session/owner.js';
export { halvesOf } from './telegram/session/private-write.js';
export { createSessionVault, type SessionVault } from './telegram/session/session-vault.js';
export { abandonedCopies, copiesOf, runtimeFolder, sweepCopies } from './telegram/session/runtime-copies.js';
export { sessionNames, sessionFileOf, sessionNameOf } from './telegram/session/session-names.js';
