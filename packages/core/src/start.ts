/**
 * What the entry of a server needs to answer `initialize`, and no more: what its tools need is loaded with them, through the
 * main door.
 */
export { startServer } from './mcp/start.js';
export { coreServices, lateRuntime } from './runtime/late-runtime.js';
export { loadOnce } from './runtime/load-once.js';
export { VERSION } from './version.js';
