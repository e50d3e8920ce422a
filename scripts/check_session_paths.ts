/**
 * The name under which users of tg-mcp know this check: do both servers have a session file of their own?
 * `node scripts/dist/check_session_paths.js --config FILE`, or `--read-session-path FILE --actions-session-path FILE`.
 */
import { parseArgs } from 'node:util';
import { checkSessionPaths } from 'tgmcp';
import { runScript } from './older-names/run.js';

const line =
  'check_session_paths --config FILE [--read-server-name NAME] [--actions-server-name NAME] | --read-session-path FILE --actions-session-path FILE';
await runScript({ code: 1, line }, (context) => {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      'read-session-path': { type: 'string' },
      'actions-session-path': { type: 'string' },
      'read-server-name': { type: 'string', default: 'tgmcp-read' },
      'actions-server-name': { type: 'string', default: 'tgmcp-actions' },
    },
  });
  const asked = {
    config: values.config,
    readPath: values['read-session-path'],
    actionsPath: values['actions-session-path'],
    readName: values['read-server-name'],
    actionsName: values['actions-server-name'],
  };
  return checkSessionPaths(asked, context);
});
