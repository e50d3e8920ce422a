import { createRequire } from 'node:module';
import { trustEmulator } from '@tgmcp/emulator';
import type * as Rsa from 'telegram/crypto/RSA.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuse, systemClock, type TelegramCaller } from '@tgmcp/core';
import { startLogin, type Login } from '@tgmcp/core/login';
// Not offered by any door: a login has no way to send what it was not made for, so it is asked from inside.
import { Connection } from '../../packages/core/dist/telegram/connection.js';
import { GuardRefusal } from '../../packages/core/dist/telegram/guard/refused.js';
import { LOGIN_METHODS } from '../../packages/core/dist/telegram/login/login-methods.js';
import { openBench, type Bench } from '../telegram/bench.js';
import { PERSON } from '../support/small-world.js';
import { AROUND, arrivedSince, expectExactly, schemaCalls } from './drive.js';
import { requestOf, senderOf, type Sender } from './library.js';
import { actingWrapper, CONNECTION_LIST, LOGIN_LIST } from './lists.js';
import { watchConnect } from './product.js';
import { label } from './schema.js';

let bench: Bench;
let login: Login;
let sender: Sender;
const open: Connection[] = [];

beforeAll(async () => {
  bench = await openBench();
  // The schema of these tests has loaded the library before the preload could add the emulator's key.
  trustEmulator((createRequire(import.meta.url)('telegram/crypto/RSA.js') as typeof Rsa)['_serverKeys']);
  const latest = watchConnect();
  login = startLogin({ settings: bench.settings('read'), clock: systemClock(), profile: 'read' });
  expect(await login.sendCode(PERSON.phone)).toMatchObject({ ok: true });
  const client = latest();
  if (client === undefined) throw new Error('the login has not connected');
  sender = senderOf(client);
});

afterAll(async () => {
  await login.close();
  for (const connection of open) connection.end(new Error('the test is over'));
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.close();
});

/** A connection with the login list, to which any request can be given with a ticket. */
async function loginConnection(ticketIsOpen = true): Promise<TelegramCaller> {
  const connection = new Connection({
    settings: bench.settings('read'),
    program: 'tgmcp-read',
    session: '',
    list: new Set(Object.keys(LOGIN_METHODS)),
    clock: systemClock(),
    serverTime: () => undefined,
  });
  open.push(connection);
  const { signal } = new AbortController();
  await connection.open(signal);
  return {
    async call(request) {
      const ticket = { id: 1, method: innermost(request), open: ticketIsOpen };
      try {
        const value = await connection.send({ request, ticket, kind: 'read', signal });
        return { ok: true, value: value as (typeof request)['__response'] };
      } catch (error) {
        if (!(error instanceof GuardRefusal)) return refuse('RPC_ERROR');
        return refuse('WRITE_BLOCKED', {
          data: { method: error.method, why: error.why, reached_wire: false },
        });
      }
    },
  };
}

function innermost(request: { readonly className: string; readonly query?: unknown }): string {
  const { className, query } = request;
  if (typeof query === 'object' && query !== null) return innermost(query as typeof request);
  return className.replace(/[A-Z][^.]*$/, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

describe('a login', () => {
  it('has the list that is written here', () => {
    expect(Object.keys(LOGIN_METHODS).toSorted()).toEqual(LOGIN_LIST);
  });

  it('sends nothing of the schema without a ticket, bare and wrapped', { timeout: 120_000 }, async () => {
    const from = bench.emulator.calls.next;
    for (const call of AROUND.flatMap((wrapper) => schemaCalls(wrapper, 'auth.sendCode'))) {
      if (CONNECTION_LIST.includes(call.method)) continue;
      const why = LOGIN_LIST.includes(call.method) ? 'no open ticket' : 'not listed';
      const refusal = { name: 'GuardRefusal', method: call.method, why };
      await expect(sender.send(requestOf(call.bytes)), label(call)).rejects.toMatchObject(refusal);
    }
    expect(arrivedSince(bench.emulator, from)).toEqual([]);
  });

  it('goes on after all that', async () => {
    expect(await login.signIn(PERSON.code)).toMatchObject({ ok: true, value: { next: 'done' } });
  });

  it('sends its own list and no other with a ticket', { timeout: 120_000 }, async () => {
    const caller = await loginConnection();
    for (const wrapper of AROUND) {
      await expectExactly(bench.emulator, LOGIN_LIST, schemaCalls(wrapper, 'auth.sendCode'), caller);
    }
  });

  it('sends nothing with a ticket that is not open any more', async () => {
    const caller = await loginConnection(false);
    const from = bench.emulator.calls.next;
    for (const call of schemaCalls(undefined, 'users.getUsers')) {
      const acting = LOGIN_LIST.includes(call.method)
        ? actingWrapper(call.wrappers, call.method, LOGIN_LIST)
        : undefined;
      const why = LOGIN_LIST.includes(call.method) && acting === undefined ? 'no open ticket' : 'not listed';
      const data = { method: acting ?? call.method, why, reached_wire: false };
      const outcome = await caller.call(requestOf(call.bytes) as never);
      expect(outcome, label(call)).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED', data } });
    }
    expect(arrivedSince(bench.emulator, from)).toEqual([]);
  });
});
