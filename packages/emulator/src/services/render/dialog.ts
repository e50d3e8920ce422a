import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { DialogState, NotifyChoices, PeerRef } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { renderDraft } from './draft.js';
import { renderMessage } from './message.js';
import { People } from './people.js';
import { hiddenUpTo, messageSeen } from '../common/seen-message.js';

/** TL PeerNotifySettings of a dialog. */
export function notifySettings(dialog: DialogState | undefined): TlObject {
  const until = dialog?.muteUntil ?? 0;
  return renderNotify({ ...(until > 0 && { muteUntil: until }), ...dialog?.notify });
}

/** Choices as TL PeerNotifySettings. */
export function renderNotify(choices: NotifyChoices): TlObject {
  return {
    _: 'peerNotifySettings',
    show_previews: choices.showPreviews,
    silent: choices.silent,
    mute_until: choices.muteUntil,
  };
}

/** One TL Dialog. */
export function renderDialog(viewer: Viewer, peer: PeerRef): TlObject {
  const state = viewer.account.dialogs.get(peerKey(peer));
  const topId = viewer.world.history(viewer.id, peer)?.topId ?? 0;
  return {
    _: 'dialog',
    pinned: flag((state?.pinnedOrder ?? 0) > 0),
    unread_mark: flag(state?.unreadMark),
    peer: toPeer(peer),
    top_message: topId > hiddenUpTo(viewer, peer) ? topId : 0,
    read_inbox_max_id: state?.readInboxMaxId ?? 0,
    read_outbox_max_id: state?.readOutboxMaxId ?? 0,
    unread_count: state?.unreadCount ?? 0,
    unread_mentions_count: state?.unreadMentions.size ?? 0,
    unread_reactions_count: state?.unreadReactions.size ?? 0,
    notify_settings: notifySettings(state),
    pts: peer.kind === 'channel' ? viewer.world.channels.get(peer.id)?.pts : undefined,
    draft: state?.draft === undefined ? undefined : renderDraft(state.draft),
    folder_id: state?.folder === 1 ? 1 : undefined,
  };
}

/** The common part of answers that list dialogs: the rows, their top messages, and everybody named in them. */
export function renderDialogs(viewer: Viewer, peers: readonly PeerRef[]) {
  const people = new People(viewer, { min: true });
  const messages: TlObject[] = [];
  for (const peer of peers) {
    people.add(peer);
    const top = messageSeen(viewer, peer, viewer.world.history(viewer.id, peer)?.topId ?? 0);
    if (top !== undefined) messages.push(renderMessage(viewer, top));
  }
  people.addFrom(messages);
  return { dialogs: peers.map((peer) => renderDialog(viewer, peer)), messages, ...people.render() };
}
