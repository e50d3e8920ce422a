import { coreServices, startServer, VERSION } from '@tgmcp/core';
import { chatResource } from './chat-resource.js';
import { instructionsFor } from './instructions.js';
import { promptsFor } from './prompts/prompts.js';
import { shownTools } from './toolsets.js';

void startServer(
  {
    program: 'read',
    title: 'Telegram, reading',
    version: VERSION,
    instructions: (settings) => instructionsFor(shownTools(settings)),
    tools: (settings) => Promise.resolve(shownTools(settings)),
    resources: [chatResource],
    prompts: (settings) => promptsFor(shownTools(settings)),
    services: coreServices('read'),
  },
  process.env,
);
