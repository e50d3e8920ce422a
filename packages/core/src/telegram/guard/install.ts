/**
 * Puts the gate into the client library, once for the process. The last gate stands where a message is written into the
 * buffer that is encrypted next, and once more where that buffer is encrypted: there all roads meet, the library's own
 * re-sends included. The early gates only make a refusal prompt and kind. A refusal at the last gate ends the library's
 * send loop, so it ends the client.
 */
import {
  cryptoStatePrototype,
  senderPrototype,
  type Sender,
  type SendLoop,
  type TlRequest,
} from '../internals.js';
import { onceLoaded, telegram } from '../library.js';
import { rejectAll } from '../sender-queue.js';
import { nameOf } from './gate.js';
import { GuardRefusal } from './refused.js';
import { bindGate, watchOf, watchOfState, type Watch } from './watch.js';

/** msg_id, seqno and length before the body of a message (core.telegram.org/mtproto/description). */
const MESSAGE_HEADER = 16;

onceLoaded(() => {
  guardBytes();
  guardSenders();
});

function guardBytes(): void {
  const prototype = cryptoStatePrototype();
  const { writeDataAsMessage: write, encryptMessageData: encrypt } = prototype;
  prototype.writeDataAsMessage = async function guarded(buffer, data, contentRelated, ...ids) {
    // A copy: what is checked is what is written, whatever happens to the original while the library awaits.
    const bytes = Buffer.from(data);
    const watch = watchOfState(this);
    if (watch === undefined) throw new GuardRefusal(nameOf(bytes), 'not listed');
    watch.gate.check(bytes);
    return write.call(this, buffer, bytes, contentRelated, ...ids);
  };
  prototype.encryptMessageData = async function guarded(data) {
    const bytes = Buffer.from(data);
    const watch = watchOfState(this);
    const message = bytes.subarray(MESSAGE_HEADER);
    if (watch === undefined) throw new GuardRefusal(nameOf(message), 'not listed');
    lastCheck(watch, message);
    return encrypt.call(this, bytes);
  };
}

/** The fork takes an error while encrypting for a broken connection and would try again on a new one. */
function lastCheck(watch: Watch, message: Buffer): void {
  try {
    watch.gate.check(message, true);
  } catch (error) {
    watch.died(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function guardSenders(): void {
  const prototype = senderPrototype();
  const { connect, send, addStateToQueue } = prototype;

  prototype.connect = function guarded(connection, force) {
    bindGate(this);
    return connect.call(this, connection, force);
  };
  prototype.send = async function guarded(request) {
    early(this, request.getBytes());
    const answer = await send.call(this, request);
    noteServerTime(this, request, answer);
    return answer;
  };
  prototype.addStateToQueue = function guarded(state) {
    early(this, state.data);
    addStateToQueue.call(this, state);
  };
  for (const name of ['_sendLoop', '_writeLoop'] as const) {
    const loop = prototype[name];
    if (loop !== undefined) prototype[name] = endingWithTheClient(loop);
  }
}

/** The loop of a connection that sends; what it ends with ends the client. */
function endingWithTheClient(loop: SendLoop): SendLoop {
  return async function guarded(...connection) {
    try {
      await loop.call(this, ...connection);
    } catch (error) {
      end(this, error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function early(sender: Sender, bytes: Buffer): void {
  const watch = watchOf(sender);
  if (watch === undefined) throw new GuardRefusal(nameOf(bytes), 'not listed');
  watch.gate.check(bytes);
}

function end(sender: Sender, error: Error): void {
  const watch = watchOf(sender);
  if (watch !== undefined) return watch.died(error);
  sender.userDisconnected = true;
  return rejectAll(sender, error);
}

function noteServerTime(sender: Sender, _request: TlRequest, answer: unknown): void {
  if (answer instanceof telegram().Api.Config) watchOf(sender)?.serverTime(answer.date);
}
