import type { CallContext, Handler, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { AdminRight, WorldChannel } from '../../world/model.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { participantsCount } from '../render/chat.js';
import { logEvent, logToggle } from './log-event.js';
import { answerChange } from './notices.js';
import { chatNamed, requireSupergroup } from './target.js';

/** Appconfig hidden_members_group_size_min. */
const HIDDEN_MEMBERS_MIN = 100;

/** The waits that slow mode can ask for, in seconds. */
const SLOW_MODES = [0, 10, 30, 60, 300, 900, 3600];

type Switch =
  | 'signatures'
  | 'joinToSend'
  | 'joinRequest'
  | 'hiddenPrehistory'
  | 'participantsHidden'
  | 'antispam';

/** One switch of a channel: its field, who may turn it, what stands against it, its event in the recent actions. */
interface Toggle {
  readonly field: Switch;
  readonly right: AdminRight;
  readonly flag?: string;
  readonly event?: string;
  readonly check: (channel: WorldChannel, enabled: boolean) => void;
}

function toggle({ field, right, flag = 'enabled', event, check }: Toggle): Handler {
  return (request, call) => {
    const viewer = viewerOf(call);
    const channel = inputChannel(viewer, objectOf(request, 'channel'));
    const enabled = flagOf(request, flag);
    requireRight(viewer, channel, right);
    check(channel, enabled);
    if (channel[field] === enabled) throw badRequest('CHAT_NOT_MODIFIED');
    channel[field] = enabled;
    if (event !== undefined) logToggle(viewer, channel, event, enabled);
    return answerChange(call, viewer, channel);
  };
}

function toggleSlowMode(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  requireSupergroup(channel);
  requireRight(viewer, channel, 'ban_users');
  const seconds = numberOf(request, 'seconds');
  if (!SLOW_MODES.includes(seconds)) throw badRequest('SECONDS_INVALID');
  if (seconds === channel.slowmodeSeconds) throw badRequest('CHAT_NOT_MODIFIED');
  logEvent(viewer, channel, 'settings', {
    _: 'channelAdminLogEventActionToggleSlowMode',
    prev_value: channel.slowmodeSeconds,
    new_value: seconds,
  });
  channel.slowmodeSeconds = seconds;
  return answerChange(call, viewer, channel);
}

function setAvailableReactions(request: TlObject, call: CallContext): TlObject {
  const viewer: Viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'change_info');
  const next = objectOf(request, 'available_reactions') ?? { _: 'chatReactionsNone' };
  logEvent(viewer, chat, 'settings', {
    _: 'channelAdminLogEventActionChangeAvailableReactions',
    prev_value: chat.availableReactions ?? { _: 'chatReactionsAll' },
    new_value: next,
  });
  chat.availableReactions = next;
  return answerChange(call, viewer, chat);
}

/** The switches in a chat's settings. */
export const settingsHandlers: Handlers = {
  'channels.togglePreHistoryHidden': toggle({
    field: 'hiddenPrehistory',
    right: 'change_info',
    event: 'TogglePreHistoryHidden',
    check: (channel, enabled) => {
      requireSupergroup(channel);
      if (!enabled) return;
      if (channel.forum) throw badRequest('FORUM_ENABLED');
      const isOpen = channel.username !== undefined || channel.linkedChatId !== undefined;
      if (isOpen) throw badRequest('CHAT_LINK_EXISTS');
    },
  }),
  'channels.toggleSignatures': toggle({
    field: 'signatures',
    right: 'change_info',
    flag: 'signatures_enabled',
    event: 'ToggleSignatures',
    check: (channel) => {
      if (channel.kind !== 'channel') throw badRequest('CHANNEL_INVALID');
    },
  }),
  'channels.toggleJoinToSend': toggle({
    field: 'joinToSend',
    right: 'ban_users',
    check: requireSupergroup,
  }),
  'channels.toggleJoinRequest': toggle({
    field: 'joinRequest',
    right: 'ban_users',
    event: 'ToggleInvites',
    check: (channel) => {
      requireSupergroup(channel);
      if (channel.username === undefined) throw badRequest('CHAT_PUBLIC_REQUIRED');
    },
  }),
  'channels.toggleParticipantsHidden': toggle({
    field: 'participantsHidden',
    right: 'ban_users',
    check: (channel, enabled) => {
      requireSupergroup(channel);
      const isSmall = participantsCount(channel) < HIDDEN_MEMBERS_MIN;
      if (enabled && isSmall) throw badRequest('PARTICIPANTS_TOO_FEW');
    },
  }),
  'channels.toggleAntiSpam': toggle({
    field: 'antispam',
    right: 'ban_users',
    event: 'ToggleAntiSpam',
    check: requireSupergroup,
  }),
  'channels.toggleSlowMode': toggleSlowMode,
  'messages.setChatAvailableReactions': setAvailableReactions,
};
