/* Every method that the emulator answers; what is missing here is answered as unimplemented by the server. */
import type { Handlers } from '../rpc/handler.js';
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

/** All handlers by TL method name. */
export const services: Handlers = withinWrappers({
  ...accountServices,
  ...authServices,
  ...botsServices,
  ...chatsServices,
  ...dialogsServices,
  ...filesServices,
  ...helpServices,
  ...messagesServices,
  ...peopleServices,
  ...stickersServices,
  ...storiesServices,
  ...topicsServices,
  ...updatesServices,
});
