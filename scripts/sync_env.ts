/** The name under which users of tg-mcp bring their settings file up to the sample: `node scripts/dist/sync_env.js`. */
import { parseArgs } from 'node:util';
import { syncEnv } from 'tgmcp';
import { runScript } from './older-names/run.js';

await runScript({ code: 1, line: 'sync_env' }, (context) => {
  parseArgs({ options: {} });
  return syncEnv(context);
});
