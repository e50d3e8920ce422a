/* MTProto's own messages: acknowledgements, pings, states, salts, sessions (core.telegram.org/mtproto/service_messages). */
import { serviceCodec } from '../tl/codec.js';
import { GZIP_PACKED } from '../tl/decode.js';
import { TlError } from '../tl/error.js';
import type { TlObject, TlValue } from '../tl/value.js';
import type { Arrival } from './inbox.js';
import { promiseSalts } from './salts.js';
import type { Session } from './session.js';

/** msg_container (core.telegram.org/mtproto/service_messages). */
export const CONTAINER_ID = 0x73f1f8dc;
/** gzip_packed. */
export const GZIP_ID = GZIP_PACKED;

type Answer = (session: Session, messageId: bigint, message: TlObject) => void;

/** Message states as msgs_state_info tells them: nothing known, or received (and answered, so no need to repeat it). */
const STATE_UNKNOWN = 1;
const STATE_RECEIVED = 4;
/** Longer than any connection; what is past the range of timers would end it at once. */
const MAX_DELAY_S = 86_400;
/** More messages than these cannot be asked for at once (core.telegram.org/mtproto/service_messages_about_messages). */
const MAX_IDS = 8192;

/** Whether a message of this constructor must carry an odd (content-related) or even sequence number. */
export function parityOf(id: number): Arrival['parity'] {
  if (id === CONTAINER_ID) return 'even';
  // Clients differ on acknowledgements, pings and state requests, and what is packed is not known yet.
  return serviceCodec().schema.byId.has(id) || id === GZIP_ID ? 'any' : 'odd';
}

/** Answers a service message; false when it is none. Throws TlError when it cannot be read. */
export function answerServiceMessage(session: Session, messageId: bigint, body: Buffer): boolean {
  const name = body.length < 4 ? undefined : serviceCodec().schema.byId.get(body.readUInt32LE(0))?.name;
  const answer = name === undefined ? undefined : ANSWERS[name];
  if (answer === undefined) return false;
  answer(session, messageId, serviceCodec().decode.object(body));
  return true;
}

function pong(session: Session, messageId: bigint, message: TlObject): void {
  session.reply({ _: 'pong', msg_id: messageId, ping_id: message['ping_id'] });
}

function statesOf(session: Session, ids: readonly bigint[]): Uint8Array {
  return Uint8Array.from(ids, (id) => (session.inbox.has(id) ? STATE_RECEIVED : STATE_UNKNOWN));
}

function futureSalts(session: Session, messageId: bigint, message: TlObject): void {
  const now = session.host.now();
  const salts = promiseSalts(session.key, Number(message['num']), now);
  session.reply({
    _: 'future_salts',
    req_msg_id: messageId,
    now: Math.floor(now / 1000),
    salts: salts.map(({ since, until, salt }) => ({
      _: 'future_salt',
      valid_since: since,
      valid_until: until,
      salt,
    })),
  });
}

function destroySession(session: Session, _messageId: bigint, message: TlObject): void {
  const [id] = longs([message['session_id']]);
  const ended = id !== undefined && session.host.destroySession(session.key, id);
  session.reply({ _: ended ? 'destroy_session_ok' : 'destroy_session_none', session_id: id }, true);
}

function longs(value: TlValue): bigint[] {
  if (!Array.isArray(value)) return [];
  if (value.length > MAX_IDS) throw new TlError(`${value.length} message ids are too many`);
  return value.filter((item) => typeof item === 'bigint');
}

/** The key is good for nothing any more; the client has asked for that. */
function destroyAuthKey(session: Session): void {
  session.reply({ _: 'destroy_auth_key_ok' }, true);
  session.outbox.flush();
  session.host.destroyKey(session.key);
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  msgs_ack: (session, _messageId, message) => session.outbox.acknowledge(longs(message['msg_ids'])),
  ping: pong,
  ping_delay_disconnect: (session, messageId, message) => {
    pong(session, messageId, message);
    const delay = Number(message['disconnect_delay']);
    session.link?.closeAfter(Math.min(Math.max(delay, 0), MAX_DELAY_S));
  },
  get_future_salts: futureSalts,
  destroy_session: destroySession,
  destroy_auth_key: destroyAuthKey,
  msgs_state_req: (session, messageId, message) =>
    session.reply({
      _: 'msgs_state_info',
      req_msg_id: messageId,
      info: statesOf(session, longs(message['msg_ids'])),
    }),
  msg_resend_req: (session, _messageId, message) => session.outbox.resend(longs(message['msg_ids'])),
  rpc_drop_answer: (session, messageId) => {
    session.answer(messageId, serviceCodec().encode.object({ _: 'rpc_answer_unknown' }));
  },
  msgs_state_info: () => undefined,
  msgs_all_info: () => undefined,
  msg_detailed_info: () => undefined,
  msg_new_detailed_info: () => undefined,
  http_wait: () => undefined,
};
