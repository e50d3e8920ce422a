/* Bots that are accounts: a pressed button reaches their sessions, and they answer it by a call of their own. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { idFor } from '../../world/data.js';
import type { BotEvent } from '../../world/bots/brain.js';
import type { WorldAccount } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { flagOf, longOf, numberOf, textOf } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import { badRequest, viewAs, viewerOf } from '../common/viewer.js';
import { wrapUpdates } from '../updates/deliver.js';
import type { ButtonAnswer } from './hands.js';

interface Query {
  readonly bot: bigint;
  readonly answer: (answer: ButtonAnswer) => void;
}

const open = new WeakMap<World, Map<bigint, Query>>();
let asked = 0;

function queriesOf(world: World): Map<bigint, Query> {
  const known = open.get(world) ?? new Map<bigint, Query>();
  open.set(world, known);
  return known;
}

/** Tells a bot's account of a pressed button, and waits for its answer so many seconds of world time. */
export function askAccount(
  call: CallContext,
  account: WorldAccount,
  event: BotEvent & { kind: 'callback' },
  patience: number,
): Promise<ButtonAnswer | undefined> {
  const queries = queriesOf(call.world);
  asked += 1;
  const queryId = stable64('callback', account.userId, event.user, asked);
  const update = {
    _: 'updateBotCallbackQuery',
    query_id: queryId,
    user_id: event.user,
    peer: toPeer(event.peer),
    msg_id: idFor(event.message, account.userId) ?? 0,
    chat_instance: stable64('chat', event.peer.kind, event.peer.id),
    data: new TextEncoder().encode(event.data),
  };
  return new Promise((resolve) => {
    const settle = (answer: ButtonAnswer | undefined): void => {
      queries.delete(queryId);
      resolve(answer);
    };
    queries.set(queryId, { bot: account.userId, answer: settle });
    call.push(account.userId, wrapUpdates(viewAs(call, account), [update]));
    call.later(call.now() + patience, () => settle(undefined));
  });
}

function setBotCallbackAnswer(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  if (viewer.world.users.get(viewer.id)?.bot !== true) throw badRequest('USER_BOT_REQUIRED');
  const query = queriesOf(viewer.world).get(longOf(request, 'query_id'));
  if (query?.bot !== viewer.id) throw badRequest('QUERY_ID_INVALID');
  const message = textOf(request, 'message');
  if (message.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const url = textOf(request, 'url');
  query.answer({
    after: 0,
    alert: flagOf(request, 'alert'),
    cacheSeconds: numberOf(request, 'cache_time'),
    ...(message !== '' && { message }),
    ...(url !== '' && { url }),
  });
  return true;
}

/** What bots answer to pressed buttons. */
export const queriesHandlers: Handlers = { 'messages.setBotCallbackAnswer': setBotCallbackAnswer };
