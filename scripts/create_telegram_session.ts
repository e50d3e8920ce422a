/**
 * The name under which users of tg-mcp know the login: `node scripts/dist/create_telegram_session.js --session-name NAME
 * [--session-dir DIR]`. It is `tgmcp login`, writing to DIR/NAME.session.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tgmcp } from 'tgmcp';

process.umask(0o077);
try {
  const { values } = parseArgs({
    options: {
      'session-name': { type: 'string', default: '' },
      'session-dir': { type: 'string', default: 'data/sessions' },
      stdin: { type: 'boolean', default: false },
    },
  });
  const name = values['session-name'];
  if (!/^[\w-]+$/u.test(name)) {
    throw new TypeError('Name the session: --session-name NAME, letters, digits, "_" and "-" only.');
  }
  // A relative folder begins at the project, as in the settings.
  const file = join(values['session-dir'], `${name}.session`);
  const args = ['login', ...(values.stdin ? ['--stdin'] : [])];
  process.exitCode = await tgmcp(args, process, { ...process.env, TG_SESSION_PATH: file });
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
