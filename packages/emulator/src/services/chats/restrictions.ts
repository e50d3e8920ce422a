import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { hasRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { logEvent, logToggle } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { chatNamed } from './target.js';

/** The longest life that messages can be given, in seconds: a year and a day. */
const MAX_TTL = 366 * 86_400;

function toggleNoForwards(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  if (chat.members.get(viewer.id)?.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED');
  const enabled = flagOf(request, 'enabled');
  if (chat.noforwards === enabled) throw badRequest('CHAT_NOT_MODIFIED');
  chat.noforwards = enabled;
  logToggle(viewer, chat, 'ToggleNoForwards', enabled);
  return answerChange(call, viewer, chat);
}

function setHistoryTtl(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  const period = numberOf(request, 'period');
  if (!hasRight(viewer, chat, 'delete_messages')) throw badRequest('CHAT_ADMIN_REQUIRED');
  if (period < 0 || period > MAX_TTL) throw badRequest('TTL_PERIOD_INVALID');
  const before = chat.ttlPeriod ?? 0;
  if (period === before) throw badRequest('CHAT_NOT_MODIFIED');
  if (period === 0) delete chat.ttlPeriod;
  else chat.ttlPeriod = period;
  logEvent(viewer, chat, 'settings', {
    _: 'channelAdminLogEventActionChangeHistoryTTL',
    prev_value: before,
    new_value: period,
  });
  const said = writeService(call, viewer, chat, { _: 'messageActionSetMessagesTTL', period });
  return answerChange(call, viewer, chat, [said]);
}

/** Forbidding to forward what a chat holds, and how long its new messages are to live. */
export const restrictionsHandlers: Handlers = {
  'messages.toggleNoForwards': toggleNoForwards,
  'messages.setHistoryTTL': setHistoryTtl,
};
