import { describe, expect, it } from 'vitest';
import { bytesOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';
import { prove, setUp } from './login-bench.js';

const REQUEST = { api_id: 1, api_hash: 'x', except_ids: [] };

/** A client that shows a token, and one that is logged in and scans it. */
async function shown(dc = 2) {
  const { world, plain, guarded } = setUp();
  const waiting = new TestSession(world, undefined, '00000000000000bb', dc);
  const scanner = (userId: bigint) => new TestSession(world, userId, '00000000000000cc');
  const answer = await waiting.call('auth.exportLoginToken', REQUEST);
  return { world, plain, guarded, waiting, scanner, answer, token: bytesOf(answer, 'token') };
}

describe('login by QR code', () => {
  it('shows a token, tells the waiting client that it was scanned, and lets it in', async () => {
    const { plain, waiting, scanner, answer, token } = await shown();
    expect(answer).toMatchObject({ _: 'auth.loginToken', expires: waiting.time + 30 });
    const phone = scanner(plain);
    expect(await phone.call('auth.acceptLoginToken', { token })).toMatchObject({ _: 'authorization' });
    expect(waiting.notices).toMatchObject([{ _: 'updateShort', update: { _: 'updateLoginToken' } }]);
    expect(waiting.userId).toBeUndefined();
    expect(await waiting.call('auth.exportLoginToken', REQUEST)).toMatchObject({
      _: 'auth.loginTokenSuccess',
      authorization: { user: { id: plain, self: true } },
    });
    expect(waiting.userId).toBe(plain);
    expect(await phone.failure('auth.acceptLoginToken', { token })).toBe('400 AUTH_TOKEN_ALREADY_ACCEPTED');
  });

  it('asks for the password too where there is one', async () => {
    const { guarded, waiting, scanner, token } = await shown();
    await scanner(guarded).call('auth.acceptLoginToken', { token });
    expect(await waiting.failure('auth.exportLoginToken', REQUEST)).toBe('401 SESSION_PASSWORD_NEEDED');
    const password = await prove(await waiting.call('account.getPassword'), 'correct horse');
    await waiting.call('auth.checkPassword', { password });
    expect(waiting.userId).toBe(guarded);
  });

  it('gives a new token once the first is too old to be scanned', async () => {
    const { plain, waiting, scanner, token } = await shown();
    const phone = scanner(plain);
    waiting.time += 31;
    phone.time += 31;
    expect(await phone.failure('auth.acceptLoginToken', { token })).toBe('400 AUTH_TOKEN_EXPIRED');
    const next = await waiting.call('auth.exportLoginToken', REQUEST);
    expect(bytesOf(next, 'token')).not.toEqual(token);
    await phone.call('auth.acceptLoginToken', { token: bytesOf(next, 'token') });
    await waiting.call('auth.exportLoginToken', REQUEST);
    expect(waiting.userId).toBe(plain);
  });

  it('refuses what is no token, one that nobody accepted, and accounts that the client has already', async () => {
    const { world, plain, waiting, scanner, token } = await shown();
    const phone = scanner(plain);
    expect(await phone.failure('auth.acceptLoginToken', { token: new Uint8Array(3) })).toBe(
      '400 AUTH_TOKEN_INVALID',
    );
    expect(await waiting.failure('auth.importLoginToken', { token })).toBe('400 AUTH_TOKEN_INVALID');
    const other = new TestSession(world, undefined, '00000000000000dd');
    const except = await other.call('auth.exportLoginToken', { ...REQUEST, except_ids: [plain] });
    expect(await phone.failure('auth.acceptLoginToken', { token: bytesOf(except, 'token') })).toBe(
      '400 AUTH_TOKEN_EXCEPTION',
    );
  });

  it('sends the client to the data centre where the account lives', async () => {
    const { world, waiting, token } = await shown();
    const { userId } = world.addAccount({ phone: '15550003', dc: 4 });
    const phone = new TestSession(world, userId, '00000000000000cc', 4);
    await phone.call('auth.acceptLoginToken', { token });
    const moved = await waiting.call('auth.exportLoginToken', REQUEST);
    expect(moved).toMatchObject({ _: 'auth.loginTokenMigrateTo', dc_id: 4 });
    const there = new TestSession(world, undefined, '00000000000000ee', 4);
    const fields = { token: bytesOf(moved, 'token') };
    expect(await there.call('auth.importLoginToken', fields)).toMatchObject({
      _: 'auth.loginTokenSuccess',
      authorization: { user: { id: userId } },
    });
    expect(await there.failure('auth.importLoginToken', fields)).toBe('400 AUTH_TOKEN_ALREADY_ACCEPTED');
  });
});
