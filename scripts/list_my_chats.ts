/** The name under which users of tg-mcp know the list of all chats: `node scripts/dist/list_my_chats.js [--session-name NAME]`. */
import { parseArgs } from 'node:util';
import { listMyChats } from 'tgmcp';
import { namedSession } from './older-names/named-session.js';
import { runScript } from './older-names/run.js';

await runScript({ code: 2, line: 'list_my_chats [--session-name NAME]' }, (context) => {
  const { values } = parseArgs({ options: { 'session-name': { type: 'string' } } });
  const session = values['session-name'];
  const file = session === undefined ? {} : { TG_SESSION_PATH: namedSession(session, 'data/sessions') };
  return listMyChats({ ...context, env: { ...context.env, ...file } });
});
