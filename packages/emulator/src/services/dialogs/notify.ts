import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { NotifyChoices, NotifyKind, PeerRef } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { notifySettings, renderNotify } from '../render/dialog.js';
import { tell, wrapUpdates } from '../updates/deliver.js';

/** What settings are for: a kind of chats, a chat, or a forum topic in it. */
type Scope = { readonly kind: NotifyKind } | { readonly peer: PeerRef; readonly topicId: number | undefined };

const KINDS: Readonly<Record<string, NotifyKind>> = {
  inputNotifyUsers: 'users',
  inputNotifyChats: 'chats',
  inputNotifyBroadcasts: 'broadcasts',
};

const SHOWN = { users: 'notifyUsers', chats: 'notifyChats', broadcasts: 'notifyBroadcasts' } as const;

function scopeOf(viewer: Viewer, input: TlObject | undefined): Scope {
  if (input === undefined) throw badRequest('PEER_ID_INVALID');
  const kind = KINDS[input._];
  if (kind !== undefined) return { kind };
  const topicId = input._ === 'inputNotifyForumTopic' ? numberOf(input, 'top_msg_id') : undefined;
  return { peer: inputPeer(viewer, objectOf(input, 'peer')), topicId };
}

function toNotifyPeer(scope: Scope): TlObject {
  if ('kind' in scope) return { _: SHOWN[scope.kind] };
  const peer = toPeer(scope.peer);
  return scope.topicId === undefined
    ? { _: 'notifyPeer', peer }
    : { _: 'notifyForumTopic', peer, top_msg_id: scope.topicId };
}

function shownSettings({ account }: Viewer, scope: Scope): TlObject {
  if ('kind' in scope) {
    return renderNotify({ showPreviews: true, muteUntil: 0, ...account.notifyKinds.get(scope.kind) });
  }
  if (scope.topicId !== undefined) {
    return renderNotify(account.notifyTopics.get(`${scope.peer.id} ${scope.topicId}`) ?? {});
  }
  return notifySettings(account.dialogs.get(peerKey(scope.peer)));
}

function choicesOf(settings: TlObject | undefined): NotifyChoices {
  const muteUntil = settings?.['mute_until'];
  const silent = settings?.['silent'];
  const showPreviews = settings?.['show_previews'];
  return {
    // Clients write "for ever" as a negative number.
    ...(typeof muteUntil === 'number' && { muteUntil: muteUntil < 0 ? 0x7fffffff : muteUntil }),
    ...(typeof silent === 'boolean' && { silent }),
    ...(typeof showPreviews === 'boolean' && { showPreviews }),
  };
}

function updateNotifySettings(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const scope = scopeOf(viewer, objectOf(request, 'peer'));
  const settings = objectOf(request, 'settings');
  if (settings === undefined) throw badRequest('SETTINGS_INVALID');
  const choices = choicesOf(settings);
  if ('kind' in scope) viewer.account.notifyKinds.set(scope.kind, choices);
  else if (scope.topicId !== undefined) {
    viewer.account.notifyTopics.set(`${scope.peer.id} ${scope.topicId}`, choices);
  } else {
    const dialog = viewer.world.dialog(viewer.id, scope.peer);
    dialog.notify = choices;
    dialog.muteUntil = choices.muteUntil ?? 0;
  }
  tell(call, viewer.account, {
    _: 'updateNotifySettings',
    peer: toNotifyPeer(scope),
    notify_settings: shownSettings(viewer, scope),
  });
  return true;
}

/** The kind of chats that a peer belongs to. */
function kindOf(viewer: Viewer, peer: PeerRef): NotifyKind {
  if (peer.kind === 'user') return 'users';
  const isBroadcast = peer.kind === 'channel' && viewer.world.channels.get(peer.id)?.kind === 'channel';
  return isBroadcast ? 'broadcasts' : 'chats';
}

function getNotifyExceptions(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const input = objectOf(request, 'peer');
  const scope = input === undefined ? undefined : scopeOf(viewer, input);
  const matches = (peer: PeerRef): boolean => {
    if (scope === undefined) return true;
    return 'kind' in scope ? kindOf(viewer, peer) === scope.kind : peerKey(peer) === peerKey(scope.peer);
  };
  const exceptions = [...viewer.account.dialogs.values()].filter(
    (dialog) => (dialog.notify !== undefined || dialog.muteUntil > 0) && matches(dialog.peer),
  );
  const updates = exceptions.map((dialog) => ({
    _: 'updateNotifySettings',
    peer: { _: 'notifyPeer', peer: toPeer(dialog.peer) },
    notify_settings: notifySettings(dialog),
  }));
  return wrapUpdates(viewer, updates);
}

/** Muting, and the other notification settings. */
export const notifyHandlers: Handlers = {
  'account.getNotifySettings': (request, call) => {
    const viewer = viewerOf(call);
    return shownSettings(viewer, scopeOf(viewer, objectOf(request, 'peer')));
  },
  'account.updateNotifySettings': updateNotifySettings,
  'account.getNotifyExceptions': getNotifyExceptions,
  'account.resetNotifySettings': (_request, call) => {
    const { account } = viewerOf(call);
    account.notifyKinds.clear();
    account.notifyTopics.clear();
    for (const dialog of account.dialogs.values()) {
      delete dialog.notify;
      dialog.muteUntil = 0;
    }
    return true;
  },
};
