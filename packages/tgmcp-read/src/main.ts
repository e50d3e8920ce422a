import { coreServices, startServer, VERSION } from '@tgmcp/core';
import { catalogue } from './catalogue.js';
import { chatResource } from './chat-resource.js';
import { instructionsFor } from './instructions.js';
import { promptsFor } from './prompts/prompts.js';
import { shownTools } from './toolsets.js';

void startServer(
  {
    program: 'read',
    title: 'Telegram, reading',
    version: VERSION,
    instructions: instructionsFor,
    tools: catalogue,
    shown: shownTools,
    resources: () => [chatResource],
    prompts: promptsFor,
    services: coreServices('read'),
  },
  process.env,
);
