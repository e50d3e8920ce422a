import type { TlObject } from '../../tl/value.js';
import type { WorldDraft } from '../../world/model.js';
import { flag } from '../common/fields.js';

/** A TL DraftMessage. */
export function renderDraft(draft: WorldDraft): TlObject {
  const bare =
    draft.replyToId === undefined
      ? undefined
      : { _: 'inputReplyToMessage', reply_to_msg_id: draft.replyToId };
  return {
    _: 'draftMessage',
    no_webpage: flag(draft.noWebpage),
    message: draft.text,
    entities: draft.entities,
    date: draft.date,
    reply_to: draft.replyTo ?? bare,
  };
}
