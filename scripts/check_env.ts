/** The name under which users of tg-mcp know the check of their settings file: `node scripts/dist/check_env.js`. */
import { parseArgs } from 'node:util';
import { checkEnv } from 'tgmcp';
import { runScript } from './older-names/run.js';

await runScript({ code: 1, line: 'check_env' }, (context) => {
  parseArgs({ options: {} });
  return checkEnv(context);
});
