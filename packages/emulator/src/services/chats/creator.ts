import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { ALL_RIGHTS } from '../../world/build.js';
import { isMember } from '../../world/data.js';
import { objectOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { checkProof } from '../auth/password.js';
import { renderParticipant } from '../render/participant.js';
import { logEvent } from './log-event.js';
import { answerChange } from './notices.js';

function editCreator(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  const creator = channel.members.get(viewer.id);
  const heir = channel.members.get(user.id);
  if (creator?.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED');
  const isFit = heir !== undefined && isMember(channel, user.id) && heir.role !== 'restricted';
  if (!isFit || user.bot || user.id === viewer.id) throw badRequest('USER_ID_INVALID');
  if (viewer.account.password === undefined) throw badRequest('PASSWORD_MISSING');
  checkProof(call, viewer.account, objectOf(request, 'password'));
  const before = renderParticipant(0n, channel, heir);
  Object.assign(heir, { role: 'creator', rights: ALL_RIGHTS });
  delete heir.promotedBy;
  Object.assign(creator, { role: 'admin', rights: ALL_RIGHTS, promotedBy: user.id });
  logEvent(viewer, channel, 'promote', {
    _: 'channelAdminLogEventActionParticipantToggleAdmin',
    prev_participant: before,
    new_participant: renderParticipant(0n, channel, heir),
  });
  return answerChange(call, viewer, channel);
}

/** Giving a supergroup or channel to somebody else, which the account's 2FA password must confirm. */
export const creatorHandlers: Handlers = { 'channels.editCreator': editCreator };
