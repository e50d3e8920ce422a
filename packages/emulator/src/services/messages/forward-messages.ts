import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import type { PeerRef, WorldForward, WorldMessage } from '../../world/model.js';
import { allows } from '../../world/privacy.js';
import { flagOf, longsOf, numbersOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { audience, tell } from '../updates/deliver.js';
import { postAll, postedAnswer } from './post.js';
import type { Content } from './post.js';
import { newGroupedId } from './send-media.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { messageSeen } from '../common/seen-message.js';

/** The most messages one call forwards. */
const MOST = 100;

function headerOf(viewer: Viewer, message: WorldMessage, to: PeerRef): WorldForward {
  const isNote = to.kind === 'user' && to.id === viewer.id;
  const id = idFor(message, viewer.id) ?? 0;
  const saved = isNote ? { savedFrom: { peer: peerAs(message, viewer.id), id } } : {};
  if (message.forward !== undefined) {
    const { savedFrom: _former, ...former } = message.forward;
    return { ...former, ...saved };
  }
  const isPost = message.from === undefined;
  const hidden = hiddenName(viewer, message.from);
  if (hidden !== undefined) return { fromName: hidden, date: message.date, ...saved };
  return {
    from: message.from ?? message.peer,
    date: message.date,
    ...(isPost && { channelPost: id }),
    ...(isPost && message.postAuthor !== undefined && { postAuthor: message.postAuthor }),
    ...saved,
  };
}

/** The name that stands for somebody whose account forwards must not show. */
function hiddenName(viewer: Viewer, from: PeerRef | undefined): string | undefined {
  const user = from?.kind === 'user' ? viewer.world.users.get(from.id) : undefined;
  if (user === undefined || allows(viewer.world, user, 'forwards', viewer.id)) return undefined;
  return [user.firstName, user.lastName].filter((part) => part !== undefined).join(' ');
}

function contentOf(viewer: Viewer, request: TlObject, message: WorldMessage, to: PeerRef): Content {
  const isBare = flagOf(request, 'drop_author') || flagOf(request, 'drop_media_captions');
  const dropsText = flagOf(request, 'drop_media_captions') && message.media !== undefined;
  return {
    text: dropsText ? '' : message.text,
    ...(message.entities !== undefined && !dropsText && { entities: message.entities }),
    ...(message.media !== undefined && { media: message.media }),
    ...(message.viaBotId !== undefined && { viaBotId: message.viaBotId }),
    ...(!isBare && { forward: headerOf(viewer, message, to) }),
  };
}

/** A post counts how often it was forwarded, and its readers see the number. */
function countForward(call: CallContext, message: WorldMessage): void {
  if (message.views === undefined || message.peer.kind !== 'channel') return;
  message.forwards = (message.forwards ?? 0) + 1;
  for (const account of audience(call, message)) {
    tell(call, account, {
      _: 'updateChannelMessageForwards',
      channel_id: message.peer.id,
      id: message.copies[0]?.id ?? 0,
      forwards: message.forwards,
    });
  }
}

function forwardMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const from = inputPeer(viewer, objectOf(request, 'from_peer'));
  const to = inputPeer(viewer, objectOf(request, 'to_peer'));
  const ids = numbersOf(request, 'id');
  const randomIds = longsOf(request, 'random_id');
  if (ids.length === 0) throw badRequest('MESSAGE_IDS_EMPTY');
  if (ids.length > MOST) throw badRequest('MESSAGE_ID_INVALID');
  if (ids.length !== randomIds.length) throw badRequest('RANDOM_ID_INVALID');
  if (viewer.world.chat(from)?.noforwards === true) throw badRequest('CHAT_FORWARDS_RESTRICTED');
  const albums = new Map<bigint, bigint>();
  const items = ids.flatMap((id, index) => {
    const randomId = randomIds[index] ?? 0n;
    const message = messageSeen(viewer, from, id);
    const isRepeat = viewer.account.randomIds.has(`${to.kind}:${to.id} ${randomId}`);
    if (!isRepeat && (message === undefined || message.action !== undefined)) return [];
    const content = (): Content => {
      if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
      if (message.noforwards === true) throw badRequest('CHAT_FORWARDS_RESTRICTED');
      const { groupedId } = message;
      if (groupedId !== undefined && !albums.has(groupedId)) {
        albums.set(groupedId, newGroupedId(viewer, groupedId));
      }
      const album = groupedId === undefined ? undefined : albums.get(groupedId);
      return {
        ...contentOf(viewer, request, message, to),
        ...(album !== undefined && { groupedId: album }),
      };
    };
    return [{ randomId, content, message }];
  });
  if (items.length === 0) throw badRequest('MESSAGE_ID_INVALID');
  const posted = postAll(call, viewer, to, request, items);
  for (const [index, { repeated }] of posted.entries()) {
    const original = items[index]?.message;
    if (!repeated && original !== undefined) countForward(call, original);
  }
  return postedAnswer(viewer, posted);
}

/** Forwarding messages from one chat to another. */
export const forwardMessagesHandlers: Handlers = { 'messages.forwardMessages': forwardMessages };
