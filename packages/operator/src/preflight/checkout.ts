import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Context } from '../context.js';
import { quoted } from '../doctor/finding.js';
import { readClientConfig, serverNamed } from './client-config.js';
import { checkSessionPaths } from './session-paths.js';

const NAMES = { readName: 'tgmcp-read', actionsName: 'tgmcp-actions' } as const;
const PROGRAMS = ['tgmcp-read/bundle/tgmcp-read.js', 'tgmcp-actions/bundle/tgmcp-actions.js'] as const;
const OPERATOR = 'packages/operator/bundle/tgmcp.js';

/**
 * Looks at a checkout before a client uses it: both servers built, the client's configuration where one is given, and
 * its doctor, who asks Telegram. 0 well, 1 wrong usage, 2 something is not.
 */
export async function checkCheckout(
  repo: string | undefined,
  config: string | undefined,
  context: Context,
): Promise<0 | 1 | 2> {
  const { console, env } = context;
  if (repo === undefined || !isAbsolute(repo) || !existsSync(repo)) {
    console.note(
      'Name the absolute path of the checkout, and the client configuration if there is one: REPO [MCP_JSON]',
    );
    return 1;
  }
  const missing = [...PROGRAMS.map((one) => join('packages', one)), OPERATOR].filter(
    (one) => !existsSync(join(repo, one)),
  );
  if (missing.length > 0) {
    console.note(`Not built in ${repo}: ${missing.join(', ')}.\n  Next: make -C ${quoted(repo)} build`);
    return 2;
  }
  const paths = config === undefined ? 0 : checkConfig(config, context);
  const code = await doctorOf(repo, { ...env, ...(config === undefined ? {} : settingsIn(config)) });
  return paths === 0 && code === 0 ? 0 : 2;
}

/** A configuration with the reading server alone has no other to share a session with. */
function checkConfig(config: string, context: Context): 0 | 1 | 2 {
  const read = readClientConfig(config);
  const alone =
    !('problem' in read) &&
    serverNamed(read.servers, NAMES.readName) !== undefined &&
    serverNamed(read.servers, NAMES.actionsName) === undefined;
  return alone ? 0 : checkSessionPaths({ config, ...NAMES }, context);
}

/** What is said of one process and not of the installation. */
const OF_A_PROCESS = new Set([
  'TG_SESSION_PATH',
  'TG_WRITE_CONTEXT',
  'TG_ACTION_PROCESS',
  'TG_SESSION_RUNTIME_MODE',
  'TG_SESSION_RUNTIME_PROFILE',
  'TG_MCP_SERVER_NAME',
]);

/** The settings that a client gives to both servers. */
function settingsIn(config: string): Record<string, string> {
  const read = readClientConfig(config);
  if ('problem' in read) return {};
  const settings: Record<string, string> = {};
  for (const [name, path] of [
    [NAMES.readName, 'TG_READ_SESSION_PATH'],
    [NAMES.actionsName, 'TG_ACTIONS_SESSION_PATH'],
  ] as const) {
    const env = serverNamed(read.servers, name)?.env ?? {};
    for (const [key, value] of Object.entries(env)) if (!OF_A_PROCESS.has(key)) settings[key] = value;
    const own = env['TG_SESSION_PATH'];
    if (own !== undefined) settings[path] = own;
  }
  return settings;
}

/** Runs the checkout's own doctor, whose words go where ours go. */
function doctorOf(repo: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const words = [join(repo, OPERATOR), 'doctor', '--online'];
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
