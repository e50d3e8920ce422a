import { coreServices, startServer, VERSION } from '@tgmcp/core/start';
import { chatResource } from './chat-resource.js';
import { instructionsFor } from './instructions.js';
import { promptsFor } from './prompts/prompts.js';
import { shownNames } from './shown-names.js';

// The tools load when a client first asks for them: answering `initialize` needs only their names.
void startServer(
  {
    program: 'read',
    title: 'Telegram, reading',
    version: VERSION,
    instructions: (settings) => instructionsFor(shownNames(settings)),
    tools: async (settings) => (await import('./toolsets.js')).shownTools(settings),
    resources: [chatResource],
    prompts: (settings) => promptsFor(shownNames(settings)),
    services: coreServices('read'),
  },
  process.env,
);
