export { atTerminal } from './at-terminal.js';
export type { Context } from './context.js';
export { exportGroupMessages, listMyChats } from './export/older-exports.js';
export { checkCheckout } from './preflight/checkout.js';
export { checkEnv } from './preflight/check-env.js';
export { checkSessionPaths } from './preflight/session-paths.js';
export { createSessionQr } from './preflight/session-qr.js';
export { syncEnv } from './preflight/sync-env.js';
export { runCommand } from './program.js';
