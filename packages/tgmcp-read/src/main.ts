import { coreServices, startServer, VERSION } from '@tgmcp/core';
import { catalogue } from './catalogue.js';
import { instructionsFor } from './instructions.js';

void startServer(
  {
    program: 'read',
    title: 'Telegram, reading',
    version: VERSION,
    instructions: instructionsFor(catalogue),
    tools: catalogue,
    services: coreServices('read'),
  },
  process.env,
);
