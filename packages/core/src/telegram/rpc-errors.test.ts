import type * as ErrorsModule from 'telegram/errors/index.js';
import { describe, expect, it } from 'vitest';
import { GuardRefusal } from './guard/refused.js';
import { telegram, telegramModule } from './library.js';
import { ConnectionLost, KeyUnknown } from './lost.js';
import { classify, sessionEnded } from './rpc-errors.js';

const METHOD = 'messages.sendMessage';

/** The error as the library makes it from what was on the wire. */
function wire(code: number, message: string): unknown {
  const { RPCMessageToError } = telegramModule('errors/index.js') as typeof ErrorsModule;
  const { Api } = telegram();
  const error = new Api.RpcError({ errorCode: code, errorMessage: message });
  return RPCMessageToError(error, new Api.updates.GetState()) as unknown;
}

describe("Telegram's errors", () => {
  it.each([
    [420, 'FLOOD_WAIT_31', { kind: 'flood', seconds: 31 }],
    [420, 'FLOOD_PREMIUM_WAIT_3', { kind: 'flood', seconds: 3 }],
    [420, 'SLOWMODE_WAIT_9', { kind: 'slowmode', seconds: 9 }],
    [
      420,
      'TAKEOUT_INIT_DELAY_9',
      { kind: 'refusal', refusal: { code: 'RPC_ERROR', data: { rpc: 'TAKEOUT_INIT_DELAY_9' } } },
    ],
    [400, 'PEER_FLOOD', { kind: 'peer_flood' }],
    [500, 'INTERNAL', { kind: 'transient', refusal: { code: 'TELEGRAM_TROUBLE' } }],
    [-503, 'Timeout', { kind: 'transient' }],
    [
      500,
      'RANDOM_ID_DUPLICATE',
      {
        kind: 'refusal',
        refusal: { code: 'RPC_ERROR', data: { rpc: 'RANDOM_ID_DUPLICATE', rpc_code: 500 } },
      },
    ],
    [
      400,
      'CHANNEL_INVALID',
      { kind: 'refusal', refusal: { code: 'PEER_NOT_FOUND', data: { rpc: 'CHANNEL_INVALID' } } },
    ],
    [400, 'PEER_ID_INVALID', { kind: 'refusal', refusal: { code: 'PEER_NOT_FOUND' } }],
    [400, 'USERNAME_NOT_OCCUPIED', { kind: 'refusal', refusal: { code: 'PEER_NOT_FOUND' } }],
    [403, 'CHAT_WRITE_FORBIDDEN', { kind: 'refusal', refusal: { code: 'NO_RIGHTS' } }],
    [400, 'CHAT_ADMIN_REQUIRED', { kind: 'refusal', refusal: { code: 'NO_RIGHTS' } }],
    [403, 'CHAT_SEND_MEDIA_FORBIDDEN', { kind: 'refusal', refusal: { code: 'NO_RIGHTS' } }],
    [400, 'MESSAGE_ID_INVALID', { kind: 'refusal', refusal: { code: 'MESSAGE_NOT_FOUND' } }],
    [
      400,
      'SOMETHING_NEW',
      {
        kind: 'refusal',
        refusal: { code: 'RPC_ERROR', data: { method: METHOD, rpc: 'SOMETHING_NEW', rpc_code: 400 } },
      },
    ],
    [401, 'AUTH_KEY_UNREGISTERED', { kind: 'refusal', refusal: { code: 'NOT_AUTHORIZED' } }],
    [406, 'AUTH_KEY_DUPLICATED', { kind: 'refusal', refusal: { code: 'NOT_AUTHORIZED' } }],
    [303, 'USER_MIGRATE_4', { kind: 'refusal', refusal: { code: 'RPC_ERROR' } }],
  ])('%s %s are read as what they mean', (code, message, meaning) => {
    expect(classify(wire(code, message), METHOD)).toMatchObject(meaning);
  });

  it('end the session only where they say so', () => {
    expect(sessionEnded(wire(401, 'SESSION_REVOKED'))).toBeTypeOf('string');
    expect(sessionEnded(new KeyUnknown())).toBeTypeOf('string');
    expect(sessionEnded(wire(420, 'FLOOD_WAIT_5'))).toBeUndefined();
    expect(sessionEnded(wire(500, 'INTERNAL'))).toBeUndefined();
    expect(sessionEnded(new Error('anything'))).toBeUndefined();
  });

  it('tell whether bytes may have left', () => {
    expect(classify(new ConnectionLost(false), METHOD)).toMatchObject({
      refusal: { code: 'DISCONNECTED', data: { reached_wire: false } },
    });
    expect(classify(new ConnectionLost(true), METHOD)).toMatchObject({
      kind: 'transient',
      refusal: { code: 'DISCONNECTED' },
    });
    expect(classify(new GuardRefusal(METHOD, 'not listed'), METHOD)).toMatchObject({
      refusal: { code: 'WRITE_BLOCKED', data: { reached_wire: false } },
    });
  });

  it('that are none of Telegram are bugs', () => {
    expect(classify(new TypeError('x is not a function'), METHOD)).toMatchObject({ kind: 'bug' });
  });
});

describe('an error text that is no name of Telegram', () => {
  it('is cut, so that it cannot fill a result', () => {
    expect(classify(wire(400, 'X'.repeat(5_000)), METHOD)).toMatchObject({
      kind: 'refusal',
      refusal: { code: 'RPC_ERROR', data: { rpc: 'X'.repeat(100) } },
    });
  });
});
