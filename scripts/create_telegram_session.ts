/**
 * The name under which users of tg-mcp know the login: `node scripts/dist/create_telegram_session.js --session-name NAME
 * [--session-dir DIR]`. It is `tgmcp login`, writing to DIR/NAME.session.
 */
import { parseArgs } from 'node:util';
import { runCommand } from 'tgmcp';
import { namedSession } from './older-names/named-session.js';
import { runScript } from './older-names/run.js';

const line = 'create_telegram_session --session-name NAME [--session-dir DIR] [--stdin]';
await runScript({ code: 2, line }, (context) => {
  const { values } = parseArgs({
    options: {
      'session-name': { type: 'string', default: '' },
      'session-dir': { type: 'string', default: 'data/sessions' },
      stdin: { type: 'boolean', default: false },
    },
  });
  const env = {
    ...context.env,
    TG_SESSION_PATH: namedSession(values['session-name'], values['session-dir']),
  };
  return runCommand(['login', ...(values.stdin ? ['--stdin'] : [])], { ...context, env });
});
