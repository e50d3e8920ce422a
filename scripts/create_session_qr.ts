/**
 * The name under which users of tg-mcp know the login by QR code: `node scripts/dist/create_session_qr.js --session-name
 * NAME [--session-dir DIR] [--timeout-sec N] [--terminal-qr]`. It is `tgmcp login --qr`, writing to DIR/NAME.session.
 */
import { parseArgs } from 'node:util';
import { createSessionQr } from 'tgmcp';
import { namedSession } from './older-names/named-session.js';
import { runScript, WrongUsage } from './older-names/run.js';

const line = 'create_session_qr --session-name NAME [--session-dir DIR] [--timeout-sec N] [--terminal-qr]';
await runScript({ code: 1, line }, (context) => {
  const { values } = parseArgs({
    options: {
      'session-name': { type: 'string', default: '' },
      'session-dir': { type: 'string', default: 'data/sessions' },
      'timeout-sec': { type: 'string', default: '180' },
      'terminal-qr': { type: 'boolean', default: false },
    },
  });
  const timeout = Number(values['timeout-sec']);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 3600)
    throw new WrongUsage('--timeout-sec: whole seconds from 1 to 3600.');
  const file = namedSession(values['session-name'], values['session-dir']);
  const env = { ...context.env, TG_SESSION_PATH: file };
  const qr = values['terminal-qr'] ? { terminalQr: true as const } : {};
  return createSessionQr({ profile: 'read', timeout, ...qr }, { ...context, env });
});
