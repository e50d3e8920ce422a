import { startServer, VERSION } from '@tgmcp/core/start';
import { unlockWrites } from '@tgmcp/core/unlock-writes';
import { INSTRUCTIONS } from './instructions.js';
import { actionServices } from './open-services.js';

// Tools, gates and journal load when a client first asks for them: answering `initialize` needs none.
void startServer(
  {
    program: 'actions',
    title: 'Telegram, writing',
    version: VERSION,
    instructions: INSTRUCTIONS,
    tools: async (settings) => (await import('./toolsets.js')).shownTools(settings),
    services: actionServices(unlockWrites),
  },
  process.env,
);
