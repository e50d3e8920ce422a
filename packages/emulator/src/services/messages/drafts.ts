import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldDraft, WorldReply } from '../../world/model.js';
import { ensureThreadState } from '../../world/thread-state.js';
import { GENERAL_TOPIC } from '../../world/threads.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { compose } from '../common/text.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderDraft } from '../render/draft.js';
import { tell, wrapUpdates } from '../updates/deliver.js';
import { hasTopic } from './thread-place.js';
import { topicOf } from './reply-target.js';

/** What a draft can answer in every layer. */
const KEPT_REPLIES: ReadonlySet<string> = new Set(['inputReplyToMessage', 'inputReplyToStory']);

/** Where a draft is kept: one for each chat, and in a forum one for each topic. */
interface Place {
  readonly peer: PeerRef;
  readonly topicId?: number;
}

function forumOf(viewer: Viewer, peer: PeerRef) {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  return channel?.forum === true ? channel : undefined;
}

/** What holds the draft of a place. */
function holder(viewer: Viewer, { peer, topicId }: Place): { draft?: WorldDraft } {
  const forum = forumOf(viewer, peer);
  return forum === undefined || topicId === undefined
    ? viewer.world.dialog(viewer.id, peer)
    : ensureThreadState(viewer.account, forum, topicId);
}

function draftUpdate(viewer: Viewer, place: Place, draft: WorldDraft | undefined): TlObject {
  return {
    _: 'updateDraftMessage',
    peer: toPeer(place.peer),
    top_msg_id: place.topicId,
    draft: draft === undefined ? { _: 'draftMessageEmpty', date: viewer.now } : renderDraft(draft),
  };
}

/** Drops the draft of the chat, or of the topic that was written into, and tells the account's other sessions. */
export function clearDraft(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  reply: WorldReply | undefined,
): void {
  const place = forumOf(viewer, peer) === undefined ? { peer } : { peer, topicId: topicOf(reply) };
  const held = holder(viewer, place);
  if (held.draft === undefined) return;
  delete held.draft;
  tell(call, viewer.account, draftUpdate(viewer, place, undefined));
}

function saveDraft(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const reply = objectOf(request, 'reply_to');
  const forum = forumOf(viewer, peer);
  const asked = reply === undefined ? 0 : numberOf(reply, 'top_msg_id') || numberOf(reply, 'reply_to_msg_id');
  const isTopic = forum !== undefined && hasTopic(forum, asked);
  const place = forum === undefined ? { peer } : { peer, topicId: isTopic ? asked : GENERAL_TOPIC };
  const { text, entities } = compose(viewer, request);
  const held = holder(viewer, place);
  const answers = reply === undefined ? 0 : numberOf(reply, 'reply_to_msg_id');
  const isEmpty = text === '' && (answers === 0 || answers === place.topicId);
  if (isEmpty && held.draft === undefined) return true;
  if (isEmpty) delete held.draft;
  else {
    held.draft = {
      text,
      date: viewer.now,
      ...(entities.length > 0 && { entities }),
      ...(reply !== undefined && KEPT_REPLIES.has(reply._) && { replyTo: reply }),
      ...(flagOf(request, 'no_webpage') && { noWebpage: true }),
    };
  }
  tell(call, viewer.account, draftUpdate(viewer, place, held.draft));
  return true;
}

/** All places of the account that hold a draft. */
function allDrafts(viewer: Viewer): { place: Place; held: { draft?: WorldDraft } }[] {
  const found: { place: Place; held: { draft?: WorldDraft } }[] = [];
  for (const dialog of viewer.account.dialogs.values()) {
    if (dialog.draft !== undefined) found.push({ place: { peer: dialog.peer }, held: dialog });
  }
  for (const [key, state] of viewer.account.threads) {
    const [id, topicId] = key.split(' ');
    if (state.draft === undefined || id === undefined) continue;
    found.push({
      place: { peer: { kind: 'channel', id: BigInt(id) }, topicId: Number(topicId) },
      held: state,
    });
  }
  return found.filter(
    ({ place }) => place.topicId === undefined || viewer.account.dialogs.has(peerKey(place.peer)),
  );
}

/** Texts begun and not sent, shared by all sessions of an account. */
export const draftsHandlers: Handlers = {
  'messages.saveDraft': saveDraft,
  'messages.getAllDrafts': (_request, call) => {
    const viewer = viewerOf(call);
    return wrapUpdates(
      viewer,
      allDrafts(viewer).map(({ place, held }) => draftUpdate(viewer, place, held.draft)),
    );
  },
  'messages.clearAllDrafts': (_request, call) => {
    const viewer = viewerOf(call);
    for (const { place, held } of allDrafts(viewer)) {
      delete held.draft;
      tell(call, viewer.account, draftUpdate(viewer, place, undefined));
    }
    return true;
  },
};
