import type { CoreServices, ResourceTemplate } from '@tgmcp/core';

const NEWEST = 50;

/** A chat that a person attaches in their client: its newest messages, as tg_get_messages gives them. */
export const chatResource: ResourceTemplate<CoreServices> = {
  name: 'chat',
  title: 'Telegram chat',
  description: 'The newest messages of a chat; its id, @name or exact title stands in the address.',
  prefix: 'tgmcp://chat/',
  read: async (id, services, { signal }) => {
    // Loaded when first asked for, as the tools are.
    const { getMessages } = await import('./tools/get-messages.js');
    return getMessages.handle(getMessages.input.parse({ group: id, limit: NEWEST }), services, {
      signal,
      progress: async () => undefined,
      wantsProgress: false,
      elicit: undefined,
    });
  },
};
