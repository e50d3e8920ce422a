export type { Clock } from './clock/clock.js';
export { REFUSALS, type RefusalCode, type RefusalRow } from './errors/codes.js';
export { done, type Done, type Outcome, type Refusal, type Refused } from './errors/outcome.js';
export { refuse, type RefusalDetails } from './errors/refuse.js';
export { defineTool } from './mcp/tool.js';
export type { ElicitedAnswer, ElicitedForm, RetryClass, Tool, ToolCall, ToolHints } from './mcp/tool.js';
export { StateError, type DocumentKind, type Lease, type StateStore, type Versioned } from './state/store.js';
export type { CallOptions, Lane, TelegramCaller } from './telegram/caller.js';
