import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';

/** How many different people must report an account before it is limited: a number of our own. */
const REPORTS_TO_LIMIT = 3;

function report(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (peer.kind === 'user' && peer.id === viewer.id) throw badRequest('PEER_ID_INVALID');
  const relations = peer.kind === 'user' ? viewer.world.accounts.get(peer.id)?.relations : undefined;
  if (relations === undefined) return true;
  relations.reportedBy.add(viewer.id);
  if (relations.reportedBy.size >= REPORTS_TO_LIMIT) relations.limited = true;
  return true;
}

/** Reporting people; enough reports limit an account to those who know it (PEER_FLOOD for the others). */
export const reportsHandlers: Handlers = {
  'messages.reportSpam': report,
  'account.reportPeer': report,
};
