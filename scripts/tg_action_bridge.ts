/**
 * The name under which users of tg-mcp know the bridge for a shell: `node scripts/dist/tg_action_bridge.js tools`,
 * `call TOOL …`, `write-call TOOL …`.
 */
import { runCommand } from 'tgmcp';
import { runScript } from './older-names/run.js';

await runScript({ code: 2, line: 'tg_action_bridge tools | call TOOL | write-call TOOL' }, (context) =>
  runCommand(['bridge', ...process.argv.slice(2)], context),
);
