/**
 * The name under which users of tg-mcp know the check before a client is set up:
 * `node scripts/dist/check_tg_mcp.js REPO [MCP_JSON]`. It ends with the doctor of that checkout, who asks Telegram.
 */
import { parseArgs } from 'node:util';
import { checkCheckout } from 'tgmcp';
import { runScript } from './older-names/run.js';

await runScript({ code: 1, line: 'check_tg_mcp REPO [MCP_JSON]' }, (context) => {
  const { positionals } = parseArgs({ options: {}, allowPositionals: true });
  return checkCheckout(positionals[0], positionals[1], context);
});
