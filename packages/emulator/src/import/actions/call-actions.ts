import type { TlObject } from '../../tl/value.js';
import { numberIn, stringIn } from '../fields.js';
import { longIn, membersIn } from './context.js';
import type { Translate } from './context.js';

const DISCARDED: Readonly<Record<string, string>> = {
  missed: 'phoneCallDiscardReasonMissed',
  disconnect: 'phoneCallDiscardReasonDisconnect',
  hangup: 'phoneCallDiscardReasonHangup',
  busy: 'phoneCallDiscardReasonBusy',
};

/** The file names no group call; one by the message's number stands for it. */
function call(message: Parameters<Translate>[0]): TlObject {
  return { _: 'inputGroupCall', id: longIn(message, 'id'), access_hash: 0n };
}

/** Calls between two, and calls of a group. */
export const CALL_ACTIONS: Readonly<Record<string, Translate>> = {
  phone_call: (message) => {
    const reason = DISCARDED[stringIn(message, 'discard_reason') ?? ''];
    return {
      _: 'messageActionPhoneCall',
      call_id: longIn(message, 'id'),
      reason: reason === undefined ? undefined : { _: reason },
      duration: numberIn(message, 'duration_seconds') ?? numberIn(message, 'duration'),
    };
  },
  group_call: (message) => ({
    _: 'messageActionGroupCall',
    call: call(message),
    duration: numberIn(message, 'duration'),
  }),
  invite_to_group_call: (message, context) => ({
    _: 'messageActionInviteToGroupCall',
    call: call(message),
    users: membersIn(message, context),
  }),
  group_call_scheduled: (message) => ({
    _: 'messageActionGroupCallScheduled',
    call: call(message),
    schedule_date: numberIn(message, 'schedule_date') ?? 0,
  }),
};
