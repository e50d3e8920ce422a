/**
 * The name under which users of tg-mcp know the export of one group: `node scripts/dist/export_group_messages.js GROUP
 * [-o FILE] [-l N] [--min-id N] [--session-name NAME]`. It writes data/export/messages_<group>.json; docs/EXPORTS.md.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { exportGroupMessages } from 'tgmcp';
import { namedSession } from './older-names/named-session.js';
import { runScript, WrongUsage } from './older-names/run.js';
import { wholeNumber } from './older-names/whole-number.js';

const GROUP_ID = /^-\d{2,}$/u;
const line = 'export_group_messages GROUP [-o FILE] [-l N] [--min-id N] [--session-name NAME]';
await runScript({ code: 2, line }, (context) => {
  // Ids of groups begin with a dash, which would make options of them.
  const args = process.argv.slice(2);
  const ids = args.filter((arg) => GROUP_ID.test(arg));
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => !GROUP_ID.test(arg)),
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      limit: { type: 'string', short: 'l', default: '0' },
      'min-id': { type: 'string', default: '0' },
      'session-name': { type: 'string' },
    },
  });
  const [group, ...more] = [...positionals, ...ids];
  if (group === undefined || more.length > 0) throw new WrongUsage('Name one group.');
  const name = group.replaceAll(/[^\p{L}\p{N}-]+/gu, '_').replaceAll(/^_+|_+$/gu, '');
  const session = values['session-name'];
  const file = session === undefined ? {} : { TG_SESSION_PATH: namedSession(session, 'data/sessions') };
  const asked = {
    group,
    limit: wholeNumber('--limit', values.limit),
    minId: wholeNumber('--min-id', values['min-id']),
    to: values.output ?? join('data/export', `messages_${name}.json`),
  };
  return exportGroupMessages(asked, { ...context, env: { ...context.env, ...file } });
});
