import type { Stage } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { MessageDraft, WorldMessage } from '../../world/model.js';
import { withheldFrom } from '../common/private-chats.js';
import { hearMessage } from '../bots/hear.js';
import type { Viewer } from '../common/viewer.js';
import { noteSticker } from '../stickers/recent.js';
import { announce } from '../updates/deliver.js';
import { forwardToDiscussion } from './discussion-post.js';

/** A message that was made, with what the caller is told. */
export interface Written {
  readonly message: WorldMessage;
  readonly update: TlObject;
  /** What else the caller is told: the copy in the discussion group. */
  readonly also?: readonly TlObject[];
}

/** Stores a message as written now and tells everybody; a post of a channel goes on to its discussion group, and bots hear it. */
export function write(call: Stage, viewer: Viewer, draft: MessageDraft): Written {
  const message = viewer.world.writeMessage({ ...draft, withheldFrom: withheldFrom(viewer, draft.peer) });
  const update = announce(call, viewer, message, 'New');
  const also = forwardToDiscussion(call, viewer, message);
  hearMessage(call, message);
  noteSticker(viewer, message);
  return { message, update, also };
}
