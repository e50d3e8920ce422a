/* Every method that the emulator answers; what is missing here is answered as unimplemented by the server. */
import type { Handler, Handlers } from '../rpc/handler.js';
import { accountServices } from './account/index.js';
import { withinWrappers } from './account/takeout.js';
import { authServices } from './auth/index.js';
import { botsServices } from './bots/index.js';
import { chatsServices } from './chats/index.js';
import { dialogsServices } from './dialogs/index.js';
import { filesServices } from './files/index.js';
import { helpServices } from './help/index.js';
import { messagesServices } from './messages/index.js';
import { peopleServices } from './people/index.js';
import { stickersServices } from './stickers/index.js';
import { storiesServices } from './stories/index.js';
import { topicsServices } from './topics/index.js';
import { updatesServices } from './updates/index.js';

/** Handlers of several subjects as one table. Throws when two subjects answer the same method: one would be silent. */
function united(...subjects: readonly Handlers[]): Handlers {
  const all = new Map<string, Handler>();
  for (const [method, handler] of subjects.flatMap((subject) => Object.entries(subject))) {
    if (all.has(method)) throw new Error(`${method} is answered twice`);
    all.set(method, handler);
  }
  return Object.fromEntries(all);
}

/** All handlers by TL method name. */
export const services: Handlers = withinWrappers(
  united(
    accountServices,
    authServices,
    botsServices,
    chatsServices,
    dialogsServices,
    filesServices,
    helpServices,
    messagesServices,
    peopleServices,
    stickersServices,
    storiesServices,
    topicsServices,
    updatesServices,
  ),
);
