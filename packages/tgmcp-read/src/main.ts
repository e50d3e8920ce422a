import { coreServices, startServer, VERSION } from '@tgmcp/core';
import { catalogue } from './catalogue.js';
import { INSTRUCTIONS } from './instructions.js';

void startServer(
  {
    program: 'read',
    title: 'Telegram, reading',
    version: VERSION,
    instructions: INSTRUCTIONS,
    tools: catalogue,
    services: coreServices('read'),
  },
  process.env,
);
