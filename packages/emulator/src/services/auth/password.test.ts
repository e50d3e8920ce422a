import { describe, expect, it } from 'vitest';
import type { TestSession } from '../common/test-call.js';
import { prove, sendCode, setUp } from './login-bench.js';

/** Gives the right code for the account with a password. */
async function giveCode(session: TestSession): Promise<void> {
  const phone_code_hash = await sendCode(session, '15550002');
  const fields = { phone_number: '15550002', phone_code_hash, phone_code: '22222' };
  expect(await session.failure('auth.signIn', fields)).toBe('401 SESSION_PASSWORD_NEEDED');
}

async function attempt(session: TestSession, word: string): Promise<string> {
  const password = await prove(await session.call('account.getPassword'), word);
  return session.failure('auth.checkPassword', { password });
}

describe('the second factor', () => {
  it('is asked for, and the proof that the real client computes is accepted', async () => {
    const { session, guarded } = setUp();
    await giveCode(session);
    const first = await session.call('account.getPassword');
    expect(first).toMatchObject({ has_password: true, has_recovery: true, hint: 'horse' });
    expect(await session.failure('auth.checkPassword', { password: await prove(first, 'wrong') })).toBe(
      '400 PASSWORD_HASH_INVALID',
    );
    expect(session.userId).toBeUndefined();
    const second = await session.call('account.getPassword');
    expect(
      await session.failure('auth.checkPassword', { password: await prove(first, 'correct horse') }),
    ).toBe('400 SRP_ID_INVALID');
    const answer = await session.call('auth.checkPassword', {
      password: await prove(second, 'correct horse'),
    });
    expect(answer).toMatchObject({ _: 'auth.authorization', user: { id: guarded } });
    expect(session.userId).toBe(guarded);
  });

  it('gives no challenge to somebody who has not given the code', async () => {
    const { session } = setUp();
    expect(await session.failure('account.getPassword')).toBe('401 AUTH_KEY_UNREGISTERED');
  });

  it('floods after ten wrong passwords, until an hour has passed', async () => {
    const { session } = setUp();
    await giveCode(session);
    const challenge = await session.call('account.getPassword');
    const wrong = { ...(await prove(challenge, 'x')), M1: new Uint8Array(32) };
    for (let n = 0; n < 10; n++) {
      const { srp_id } = await session.call('account.getPassword');
      expect(await session.failure('auth.checkPassword', { password: { ...wrong, srp_id } })).toBe(
        '400 PASSWORD_HASH_INVALID',
      );
      session.time += 60;
    }
    expect(await attempt(session, 'correct horse')).toBe('420 FLOOD_WAIT_3000');
    session.time += 3000;
    expect(await attempt(session, 'correct horse')).toBe('no error');
  });

  it('says that the password was changed in between', async () => {
    const { session, world, guarded } = setUp();
    await giveCode(session);
    const challenge = await session.call('account.getPassword');
    const account = world.accounts.get(guarded);
    if (account !== undefined) account.password = 'another';
    const password = await prove(challenge, 'correct horse');
    expect(await session.failure('auth.checkPassword', { password })).toBe('400 SRP_PASSWORD_CHANGED');
  });

  it('can be taken off by the recovery e-mail', async () => {
    const { session, world, guarded } = setUp();
    await giveCode(session);
    expect(await session.failure('auth.recoverPassword', { code: '777' })).toBe(
      '400 PASSWORD_RECOVERY_EXPIRED',
    );
    expect(await session.call('auth.requestPasswordRecovery')).toMatchObject({
      email_pattern: 's*****e@example.org',
    });
    expect(await session.failure('auth.checkRecoveryPassword', { code: '778' })).toBe('400 CODE_INVALID');
    expect(await session.value('auth.checkRecoveryPassword', { code: '777' })).toBe(true);
    await session.call('auth.recoverPassword', { code: '777' });
    expect(session.userId).toBe(guarded);
    expect(world.accounts.get(guarded)?.password).toBeUndefined();
    expect(await session.failure('auth.requestPasswordRecovery')).toBe('400 PASSWORD_EMPTY');
  });
});
