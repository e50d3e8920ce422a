import { startServer, VERSION } from '@tgmcp/core';
import { unlockWrites } from '@tgmcp/core/unlock-writes';
import { catalogue } from './catalogue.js';
import { INSTRUCTIONS } from './instructions.js';
import { actionServices } from './open-services.js';
import { shownTools } from './toolsets.js';

void startServer(
  {
    program: 'actions',
    title: 'Telegram, writing',
    version: VERSION,
    instructions: INSTRUCTIONS,
    tools: catalogue,
    shown: shownTools,
    services: actionServices(unlockWrites),
  },
  process.env,
);
