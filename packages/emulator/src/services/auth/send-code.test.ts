import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import type { CodeWay } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { textOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';
import { codeRequest, sendCode, setUp } from './login-bench.js';

const PHONE = '15550001';

/** What auth.sentCode says of each way, and what then is the code. */
const WAYS: readonly (readonly [CodeWay, Record<string, unknown>, string])[] = [
  ['app', { _: 'auth.sentCodeTypeApp', length: 5 }, '11111'],
  ['sms', { _: 'auth.sentCodeTypeSms', length: 5 }, '11111'],
  ['call', { _: 'auth.sentCodeTypeCall', length: 5 }, '11111'],
  ['flash_call', { _: 'auth.sentCodeTypeFlashCall', pattern: '1000*****' }, '+1000 11111'],
  ['missed_call', { _: 'auth.sentCodeTypeMissedCall', prefix: '+1000', length: 5 }, '11111'],
  ['fragment_sms', { _: 'auth.sentCodeTypeFragmentSms', length: 5 }, '11111'],
  ['email', { _: 'auth.sentCodeTypeEmailCode', email_pattern: 'a***y@example.org' }, '11111'],
  ['firebase_sms', { _: 'auth.sentCodeTypeFirebaseSms', length: 5 }, '11111'],
  ['sms_word', { _: 'auth.sentCodeTypeSmsWord', beginning: 'l' }, 'Lantern '],
  ['sms_phrase', { _: 'auth.sentCodeTypeSmsPhrase', beginning: 'the' }, 'The  lantern is green'],
];

function worldWith(codeWays: readonly CodeWay[]) {
  const world = createWorld();
  const { userId } = world.addAccount({
    phone: PHONE,
    code: '11111',
    codeWays,
    loginEmail: 'annoy@example.org',
  });
  return { world, userId, session: new TestSession(world) };
}

function given(sent: TlObject, phone_code?: string) {
  return { phone_number: PHONE, phone_code_hash: textOf(sent, 'phone_code_hash'), phone_code };
}

describe('a login code', () => {
  it.each(WAYS)('goes by %s, and logs in', async (way, type, code) => {
    const { session, userId } = worldWith([way]);
    const sent = await session.call('auth.sendCode', codeRequest(PHONE));
    expect(sent).toMatchObject({ _: 'auth.sentCode', type, next_type: undefined, timeout: undefined });
    await session.call('auth.signIn', given(sent, code));
    expect(session.userId).toBe(userId);
  });

  it('goes by the next way when asked again, until there is none left', async () => {
    const { session } = worldWith(['app', 'sms_word', 'missed_call', 'call']);
    const sent = await session.call('auth.sendCode', codeRequest(PHONE));
    expect(sent).toMatchObject({ next_type: { _: 'auth.codeTypeSms' }, timeout: 60 });
    const resend = () => session.call('auth.resendCode', given(sent));
    expect(await resend()).toMatchObject({
      type: { _: 'auth.sentCodeTypeSmsWord' },
      next_type: { _: 'auth.codeTypeMissedCall' },
    });
    expect(await resend()).toMatchObject({
      type: { _: 'auth.sentCodeTypeMissedCall' },
      next_type: { _: 'auth.codeTypeCall' },
    });
    expect(await resend()).toMatchObject({ type: { _: 'auth.sentCodeTypeCall' }, next_type: undefined });
    expect(await session.failure('auth.resendCode', given(sent))).toBe('406 SEND_CODE_UNAVAILABLE');
    expect(await session.failure('auth.signIn', given(sent, 'lantern'))).toBe('400 PHONE_CODE_INVALID');
    expect(await session.call('auth.signIn', given(sent, '11111'))).toMatchObject({ user: { self: true } });
  });

  it('by e-mail is given back as such, and can be had by SMS instead', async () => {
    const { session } = worldWith(['email', 'sms']);
    const sent = await session.call('auth.sendCode', codeRequest(PHONE));
    const wrong = { _: 'emailVerificationCode', code: '5' };
    const answer = { ...given(sent), email_verification: wrong };
    expect(await session.failure('auth.signIn', answer)).toBe('400 EMAIL_CODE_INVALID');
    expect(await session.call('auth.resetLoginEmail', given(sent))).toMatchObject({
      type: { _: 'auth.sentCodeTypeSms' },
    });
    expect(await session.failure('auth.resetLoginEmail', given(sent))).toBe('400 EMAIL_INSTALL_MISSING');
    const right = { ...wrong, code: '11111' };
    const again = await session.call('auth.sendCode', codeRequest(PHONE));
    await session.call('auth.signIn', { ...given(again), email_verification: right });
    expect(session.userId).toBeDefined();
  });

  it('cannot be had before an e-mail address is set, where the account needs one', async () => {
    const { session } = worldWith(['set_up_email']);
    const sent = await session.call('auth.sendCode', codeRequest(PHONE));
    expect(sent).toMatchObject({ type: { _: 'auth.sentCodeTypeSetUpEmailRequired' } });
    expect(await session.failure('auth.signIn', given(sent, '11111'))).toBe('400 EMAIL_INSTALL_MISSING');
  });

  it('goes to the app of whoever is logged in, as an unread message of 777000, else by SMS', async () => {
    const { world, plain, session } = setUp();
    const first = await session.call('auth.sendCode', codeRequest(PHONE));
    expect(first).toMatchObject({ type: { _: 'auth.sentCodeTypeSms' } });
    await session.call('auth.signIn', given(first, '11111'));
    expect(await session.call('updates.getState')).toMatchObject({ unread_count: 0 });

    const other = new TestSession(world, undefined, '00000000000000bb');
    const second = await other.call('auth.sendCode', codeRequest(PHONE));
    expect(second).toMatchObject({ type: { _: 'auth.sentCodeTypeApp', length: 5 } });
    const chat = await session.call('messages.getHistory', {
      peer: session.input({ kind: 'user', id: 777_000n }),
      limit: 10,
    });
    expect(chat).toMatchObject({
      messages: [{ message: expect.stringMatching(/^Login code: 11111\./) }],
      users: expect.arrayContaining([expect.objectContaining({ id: 777_000n, verified: true })]),
    });
    expect(other.pushed).toMatchObject([
      { userId: plain, updates: { updates: [{ _: 'updateNewMessage', pts_count: 1 }] } },
    ]);
    expect(await session.call('updates.getState')).toMatchObject({ unread_count: 1 });

    await other.call('auth.signIn', given(second, '11111'));
    const [notice, update] = other.pushed.slice(1);
    expect(notice).toMatchObject({
      userId: plain,
      updates: { updates: [{ message: { message: expect.stringMatching(/^New login\. Ann, /) } }] },
    });
    expect(update).toMatchObject({
      userId: plain,
      updates: { updates: [{ _: 'updateNewAuthorization', device: 'Test device' }] },
    });
    expect(await session.call('updates.getState')).toMatchObject({ unread_count: 2 });
  });

  it('tells nobody in the app when no one is logged in', async () => {
    const { world, plain, session } = setUp();
    await sendCode(session, PHONE);
    expect(world.history(plain, { kind: 'user', id: 777_000n })).toBeUndefined();
    expect(session.pushed).toEqual([]);
  });
});
