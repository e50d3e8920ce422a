import { describe, expect, it } from 'vitest';
import { textOf } from '../common/fields.js';
import { codeRequest, sendCode, setUp } from './login-bench.js';

describe('signing in', () => {
  it('takes the phone and the code, once', async () => {
    const { session, plain } = setUp();
    const phone_code_hash = await sendCode(session, '+1 555 0001');
    const fields = { phone_number: '15550001', phone_code_hash };
    expect(await session.failure('auth.signIn', { ...fields, phone_code: '99999' })).toBe(
      '400 PHONE_CODE_INVALID',
    );
    const answer = await session.call('auth.signIn', { ...fields, phone_code: '11111' });
    expect(answer).toMatchObject({
      _: 'auth.authorization',
      user: { id: plain, self: true, phone: '15550001' },
    });
    expect(session.userId).toBe(plain);
    expect(await session.failure('auth.signIn', { ...fields, phone_code: '11111' })).toBe(
      '400 PHONE_CODE_EXPIRED',
    );
    await session.call('auth.logOut');
    expect(await session.failure('updates.getState')).toBe('401 AUTH_KEY_UNREGISTERED');
  });

  it('names what is missing, and refuses a code that is too old, for another number or guessed too often', async () => {
    const { session } = setUp();
    const phone_code_hash = await sendCode(session, '15550001');
    const given = { phone_number: '15550001', phone_code_hash, phone_code: '11111' };
    const refused = (more: Record<string, string>) => session.failure('auth.signIn', { ...given, ...more });
    expect(await refused({ phone_code_hash: '' })).toBe('400 PHONE_CODE_HASH_EMPTY');
    expect(await refused({ phone_code: '' })).toBe('400 PHONE_CODE_EMPTY');
    expect(await refused({ phone_number: '15550002' })).toBe('400 PHONE_CODE_EXPIRED');
    for (let n = 0; n < 5; n++) expect(await refused({ phone_code: '0' })).toBe('400 PHONE_CODE_INVALID');
    session.time += 100;
    expect(await refused({})).toBe('420 FLOOD_WAIT_200');
    session.time += 200;
    expect(await refused({})).toBe('400 PHONE_CODE_EXPIRED');
    expect(session.userId).toBeUndefined();
  });

  it('makes no account for a number that nobody has, unless auth.signUp is called', async () => {
    const { session, world } = setUp();
    const phone_code_hash = await sendCode(session, '15559999');
    const given = { phone_number: '15559999', phone_code_hash };
    const named = { ...given, first_name: 'New', last_name: '' };
    expect(await session.failure('auth.signUp', named)).toBe('400 PHONE_CODE_EMPTY');
    expect(await session.failure('auth.signIn', { ...given, phone_code: '12345' })).toBe(
      '400 PHONE_CODE_INVALID',
    );
    expect(await session.call('auth.signIn', { ...given, phone_code: '00000' })).toMatchObject({
      _: 'auth.authorizationSignUpRequired',
    });
    expect(world.accounts.size).toBe(2);
    expect(session.userId).toBeUndefined();
    expect(await session.failure('auth.signUp', { ...named, first_name: ' ' })).toBe('400 FIRSTNAME_INVALID');
    expect(await session.call('auth.signUp', named)).toMatchObject({
      user: { first_name: 'New', self: true },
    });
    expect(world.accounts.get(session.userId ?? 0n)).toMatchObject({ phone: '15559999' });
  });

  it('refuses numbers and api ids that the world refuses', async () => {
    const { session, world } = setUp();
    const rules = world.loginRules;
    rules.numbers
      .set('15550011', { refusal: 'banned' })
      .set('15550012', { refusal: 'flood' })
      .set('15550013', { refusal: 'password_flood' })
      .set('15550014', { refusal: 'invalid' });
    const sent = (phone: string, more = {}) => session.failure('auth.sendCode', codeRequest(phone, more));
    expect(await sent('hello')).toBe('406 PHONE_NUMBER_INVALID');
    expect(await sent('+1 555 0011')).toBe('400 PHONE_NUMBER_BANNED');
    expect(await sent('15550012')).toBe('400 PHONE_NUMBER_FLOOD');
    expect(await sent('15550013')).toBe('406 PHONE_PASSWORD_FLOOD');
    expect(await sent('15550014')).toBe('406 PHONE_NUMBER_INVALID');
    expect(await sent('15550001', { api_id: 0 })).toBe('400 API_ID_INVALID');
    rules.apiIds.set(1, { hash: 'y' }).set(2, { hash: 'x', published: true });
    expect(await sent('15550001')).toBe('400 API_ID_INVALID');
    expect(await sent('15550001', { api_id: 2 })).toBe('400 API_ID_PUBLISHED_FLOOD');
    expect(await sent('15550001', { api_hash: 'y' })).toBe('no error');
  });

  it('sends who lives elsewhere to that data centre', async () => {
    const { session, world } = setUp();
    world.addAccount({ phone: '15550003', dc: 4 });
    world.loginRules.numbers.set('15558888', { dc: 5 }).set('15557777', { networkDc: 1 });
    const sent = (phone: string) => session.failure('auth.sendCode', codeRequest(phone));
    expect(await sent('15550003')).toBe('303 PHONE_MIGRATE_4');
    expect(await sent('15558888')).toBe('303 PHONE_MIGRATE_5');
    expect(await sent('15557777')).toBe('303 NETWORK_MIGRATE_1');
  });

  it('lets a number ask for so many codes an hour, in the time of the world', async () => {
    const { session, world } = setUp();
    world.loginRules.codesPerHour = 3;
    for (let n = 0; n < 3; n++) {
      await sendCode(session, '15550001');
      session.time += 600;
    }
    const again = () => session.failure('auth.sendCode', codeRequest('15550001'));
    expect(await again()).toBe('420 FLOOD_WAIT_1800');
    expect(await session.failure('auth.sendCode', codeRequest('15550002'))).toBe('no error');
    session.time += 1800;
    expect(await again()).toBe('no error');
  });

  it('ends the code before when another one is asked for, and a cancelled one', async () => {
    const { session } = setUp();
    const first = await sendCode(session, '15550001');
    const phone_code_hash = await sendCode(session, '15550001');
    const given = { phone_number: '15550001', phone_code: '11111' };
    expect(await session.failure('auth.signIn', { ...given, phone_code_hash: first })).toBe(
      '400 PHONE_CODE_EXPIRED',
    );
    expect(await session.value('auth.cancelCode', { phone_number: '15550001', phone_code_hash })).toBe(true);
    expect(await session.failure('auth.signIn', { ...given, phone_code_hash })).toBe(
      '400 PHONE_CODE_EXPIRED',
    );
    const sent = await session.call('auth.sendCode', codeRequest('15550001'));
    expect(textOf(sent, 'phone_code_hash')).not.toBe(phone_code_hash);
  });
});
