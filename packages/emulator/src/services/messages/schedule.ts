/*
 * Messages that wait for their time (core.telegram.org/api/scheduled-messages). They have ids of their own for each chat,
 * are seen by whoever scheduled them alone, and are sent when the world's clock passes their date.
 */
import type { CallContext, Stage } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { History } from '../../world/history.js';
import { peerKey } from '../../world/model.js';
import type { MessageDraft, PeerRef, WorldMessage } from '../../world/model.js';
import { numberOf } from '../common/fields.js';
import { badRequest, viewAs } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderMessage } from '../render/message.js';
import { tell } from '../updates/deliver.js';

/** The date that stands for "when the other person comes online". */
export const UNTIL_ONLINE = 0x7ffffffe;

/** What is due within so many seconds is sent at once. */
const AT_ONCE = 10;
const YEAR = 365 * 86_400;
/** How many messages may wait in one chat. */
const MOST = 100;

/**
 * When a new message is to be sent; undefined for now. Throws SCHEDULE_DATE_INVALID, SCHEDULE_DATE_TOO_LATE beyond a year,
 * SCHEDULE_STATUS_PRIVATE where nobody's coming online can be waited for, SCHEDULE_TOO_MUCH.
 */
export function scheduleDate(
  viewer: Viewer,
  peer: PeerRef,
  request: TlObject,
  count: number,
): number | undefined {
  const date = numberOf(request, 'schedule_date');
  if (date < 0) throw badRequest('SCHEDULE_DATE_INVALID');
  if (date === 0 || date < viewer.now + AT_ONCE) return undefined;
  if (date === UNTIL_ONLINE) {
    const user = peer.kind === 'user' ? viewer.world.users.get(peer.id) : undefined;
    if (user === undefined || user.bot || user.id === viewer.id) throw badRequest('SCHEDULE_STATUS_PRIVATE');
  } else if (date > viewer.now + YEAR) throw badRequest('SCHEDULE_DATE_TOO_LATE');
  const waiting = viewer.account.scheduled.get(peerKey(peer))?.size ?? 0;
  if (waiting + count > MOST) throw badRequest('SCHEDULE_TOO_MUCH');
  return date;
}

/** Puts a message among those that wait. */
export function schedule(viewer: Viewer, draft: MessageDraft): WorldMessage {
  const { peer } = draft;
  const key = peerKey(peer);
  const waiting = viewer.account.scheduled.get(key) ?? new History(peer, viewer.id);
  viewer.account.scheduled.set(key, waiting);
  const { owner: _owner, replyTo, from, id: _id, ...rest } = draft;
  const id = waiting.nextId;
  const message: WorldMessage = {
    ...rest,
    text: draft.text ?? '',
    copies: [{ owner: viewer.id, id }],
    ...(from !== undefined && { from: typeof from === 'bigint' ? { kind: 'user', id: from } : from }),
    ...(typeof replyTo === 'object' && !('copies' in replyTo) && { replyTo }),
    scheduled: true,
  };
  waiting.add(id, message);
  return message;
}

/** The update that a message waits, or that it was changed. */
export function scheduledUpdate(viewer: Viewer, message: WorldMessage): TlObject {
  return { _: 'updateNewScheduledMessage', message: renderMessage(viewer, message) };
}

/** Tells the account's other sessions that a message waits; returns the caller's update. */
export function announceScheduled(call: Stage, viewer: Viewer, message: WorldMessage): TlObject {
  tell(call, viewer.account, scheduledUpdate(viewer, message));
  return scheduledUpdate(viewer, message);
}

/** How often it is looked whether a person came online, in seconds. */
const LOOK_EVERY = 1;

/** Sees to it that `deliver` runs when the message is due; for a person to come online it looks again and again. */
export function remind(
  call: CallContext,
  viewer: Viewer,
  message: WorldMessage,
  deliver: (call: Stage) => void,
): void {
  const isOnline = message.date === UNTIL_ONLINE;
  call.later(isOnline ? call.now() + LOOK_EVERY : message.date, (then) => {
    deliver(then);
    const id = message.copies[0]?.id ?? 0;
    const still = viewer.account.scheduled.get(peerKey(message.peer))?.get(id) === message;
    if (isOnline && still && message.date === UNTIL_ONLINE) remind(then, viewer, message, deliver);
  });
}

/** Takes messages from those that wait. Their ids are not given again: clients keep lists of what waited. */
export function unschedule(viewer: Viewer, peer: PeerRef, ids: readonly number[]): void {
  const waiting = viewer.account.scheduled.get(peerKey(peer));
  for (const id of ids) waiting?.remove(id);
}

/** Whether a message's time has come. */
export function isDue(call: Stage, message: WorldMessage): boolean {
  if (message.date !== UNTIL_ONLINE) return message.date <= call.now();
  const status = call.world.users.get(message.peer.id)?.status;
  return status?._ === 'userStatusOnline' && numberOf(status, 'expires') > call.now();
}

/** All messages whose time has come, by account and chat, the earliest first. */
export function dueMessages(call: Stage): { viewer: Viewer; peer: PeerRef; messages: WorldMessage[] }[] {
  const due = [];
  for (const account of call.world.accounts.values()) {
    for (const waiting of account.scheduled.values()) {
      const messages = waiting.messages.filter((message) => isDue(call, message));
      if (messages.length === 0) continue;
      messages.sort((one, other) => one.date - other.date);
      due.push({ viewer: viewAs(call, account), peer: waiting.peer, messages });
    }
  }
  return due;
}
