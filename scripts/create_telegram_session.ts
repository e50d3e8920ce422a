/**
 * The name under which users of tg-mcp know the login: `node scripts/dist/create_telegram_session.js --session-name NAME
 * [--session-dir DIR]`. It is `tgmcp login`, writing to DIR/NAME.session.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tgmcp } from 'tgmcp';

const { values } = parseArgs({
  options: {
    'session-name': { type: 'string' },
    'session-dir': { type: 'string', default: 'data/sessions' },
    stdin: { type: 'boolean', default: false },
  },
});
const name = values['session-name'] ?? '';
process.umask(0o077);
if (!/^[\w-]+$/u.test(name)) {
  process.stderr.write('Name the session: --session-name NAME, letters, digits, "_" and "-" only.\n');
  process.exitCode = 2;
} else {
  const file = resolve(values['session-dir'], `${name}.session`);
  const args = ['login', ...(values.stdin ? ['--stdin'] : [])];
  process.exitCode = await tgmcp(args, process, { ...process.env, TG_SESSION_PATH: file });
}
