import { SETTING_GROUPS } from '@tgmcp/core';
import { BridgeError } from './bridge-error.js';

/** How the server's copy of the session is kept. */
export interface RuntimeAsked {
  /** `off`: as the server's own settings say. */
  readonly runtimeMode: 'direct' | 'copy' | 'off';
  readonly runtimeProfile: string;
  /** `NAME=VALUE` each. */
  readonly setEnv: readonly string[];
}

/** Settings that say how a run goes and not what it may do. */
const OF_A_RUN: ReadonlySet<string> = new Set([
  'LOG_LEVEL',
  'TG_LOG_LEVEL',
  'TG_LOG_FORMAT',
  'TG_READ_PAGE_BYTES',
  'TG_CALL_DEADLINE_SEC',
  'TG_MCP_SERVER_NAME',
  'TG_SESSION_RUNTIME_MODE',
  'TG_SESSION_RUNTIME_PROFILE',
]);
/** Keys to what the operator keeps; whoever has them may hand them over. */
const KEYS: ReadonlySet<string> = new Set([
  'TG_API_ID',
  'TG_API_HASH',
  'TG_SESSION_KEY',
  'TG_SESSION_KEY_OLD',
  'TG_SESSION_PASSPHRASE',
]);
const SETTINGS: ReadonlySet<string> = new Set(
  Object.values(SETTING_GROUPS)
    .flatMap((rows) => Object.entries(rows))
    .flatMap(([name, { effect }]) => (effect === 'active' ? [name] : [])),
);

/**
 * The environment of the server: this process, then the configuration, then the copy of the session, then `--set-env`,
 * each over the one before. What decides who may write what stands in the operator's files alone: of this process it is
 * left behind (`left`), in `--set-env` it is refused.
 */
export function serverEnvironment(
  env: NodeJS.ProcessEnv,
  configured: Readonly<Record<string, string>>,
  { runtimeMode, runtimeProfile, setEnv }: RuntimeAsked,
): { readonly env: Record<string, string>; readonly left: readonly string[] } {
  const left: string[] = [];
  const ours: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (!isDecision(name)) ours[name] = value;
    else if (value !== '' && configured[name] !== value) left.push(name);
  }
  const runtime =
    runtimeMode === 'off'
      ? {}
      : { TG_SESSION_RUNTIME_MODE: runtimeMode, TG_SESSION_RUNTIME_PROFILE: runtimeProfile };
  return { env: { ...ours, ...configured, ...runtime, ...Object.fromEntries(setEnv.map(pair)) }, left };
}

/** Whether a variable is one of our settings and decides something. */
function isDecision(name: string): boolean {
  return (SETTINGS.has(name) || name.startsWith('TG_')) && !OF_A_RUN.has(name) && !KEYS.has(name);
}

function pair(text: string): [string, string] {
  const end = text.indexOf('=');
  const name = text.slice(0, end);
  if (end < 1)
    throw new BridgeError('ARGUMENTS_INVALID', '--set-env takes NAME=VALUE.', 'Write it so, without spaces.');
  if (!OF_A_RUN.has(name))
    throw new BridgeError(
      'SETTING_FIXED',
      `--set-env cannot set ${name}: what a server may do is decided in its configuration and its settings file.`,
      `Ask whoever operates it. Allowed: ${[...OF_A_RUN].join(', ')}.`,
    );
  return [name, text.slice(end + 1)];
}
