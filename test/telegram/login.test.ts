import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '@tgmcp/core';
import { startLogin, type Login } from '@tgmcp/core/login';
import { FRIEND, PERSON } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
let login: Login;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await login.close();
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});
afterAll(() => bench.close());

function begin(profile: 'read' | 'actions' = 'read'): Login {
  login = startLogin({
    settings: bench.settings('read'),
    clock: systemClock(),
    profile,
  });
  return login;
}

describe('a login', () => {
  it('by code ends with a private session file that the reading program can use', async () => {
    const steps = begin();
    expect(await steps.sendCode('+1 555 0001')).toMatchObject({
      ok: true,
      value: { where: expect.any(String) },
    });
    const done = await steps.signIn(PERSON.code);
    expect(done).toMatchObject({ ok: true, value: { next: 'done', account: { id: String(PERSON.id) } } });
    const file = bench.sessionFile('read');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      format: 2,
      protection: 'none',
      account: { id: String(PERSON.id) },
    });
    const { telegram } = await bench.open('read');
    expect(await telegram.account()).toMatchObject({ ok: true, value: { id: String(PERSON.id) } });
  });

  it('asks for the second password, says when it is wrong, and takes the right one', async () => {
    const steps = begin('actions');
    expect(await steps.sendCode(FRIEND.phone)).toMatchObject({ ok: true });
    expect(await steps.signIn(FRIEND.code)).toMatchObject({ ok: true, value: { next: 'password' } });
    const wrong = await steps.checkPassword('not this one');
    expect(wrong).toMatchObject({
      ok: false,
      refusal: { code: 'LOGIN_FAILED', data: { reason: 'password' } },
    });
    expect(JSON.stringify(wrong)).not.toContain('not this one');
    expect(await steps.checkPassword(FRIEND.password)).toMatchObject({
      ok: true,
      value: { next: 'done', account: { id: String(FRIEND.id) } },
    });
  });

  it('says when the code is wrong and lets it be given again', async () => {
    const steps = begin();
    await steps.sendCode(PERSON.phone);
    expect(await steps.signIn('99999')).toMatchObject({
      ok: false,
      refusal: { code: 'LOGIN_FAILED', data: { reason: 'code', rpc: 'PHONE_CODE_INVALID' } },
    });
    expect(await steps.signIn(PERSON.code)).toMatchObject({ ok: true });
  });

  it('never creates an account for a number that has none', async () => {
    const steps = begin();
    const sent = await steps.sendCode('+1555999999');
    const last = sent.ok ? await steps.signIn('00000') : sent;
    expect(last).toMatchObject({
      ok: false,
      refusal: { code: 'LOGIN_FAILED', data: { reason: 'unregistered' } },
    });
    expect(bench.wire()).not.toContain('auth.signUp');
  });

  it('follows the account to its data centre', async () => {
    bench.emulator.faults.add({
      method: 'auth.sendCode',
      kind: 'error',
      code: 303,
      message: 'PHONE_MIGRATE_2',
    });
    const steps = begin();
    expect(await steps.sendCode(PERSON.phone)).toMatchObject({ ok: true });
    expect(await steps.signIn(PERSON.code)).toMatchObject({ ok: true });
    expect(JSON.parse(await readFile(bench.sessionFile('read'), 'utf8'))).toMatchObject({ dc: 2 });
    const { telegram } = await bench.open('read');
    expect(await telegram.account()).toMatchObject({ ok: true });
  });

  it('gives a flood wait back instead of sleeping', async () => {
    bench.emulator.faults.add({
      method: 'auth.sendCode',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_86400',
    });
    expect(await begin().sendCode(PERSON.phone)).toMatchObject({
      ok: false,
      refusal: { code: 'FLOOD_WAIT', retry_after: 86_400 },
    });
    await login.close();

    // The wait holds for every later login of this number, and for no other.
    const sent = bench.wire().length;
    const again = await begin().sendCode(PERSON.phone);
    expect(again).toMatchObject({ ok: false, refusal: { code: 'BREAKER_OPEN' } });
    expect(again.ok ? 0 : again.refusal.retry_after).toBeGreaterThan(86_300);
    expect(bench.wire()).toHaveLength(sent);
    await login.close();
    expect(await begin().sendCode(FRIEND.phone)).toMatchObject({ ok: true });
  });

  it('sends no code where the state of its pace cannot be trusted', async () => {
    const logins = join(bench.dir, 'state', 'logins');
    const folders = (await readdir(logins)).map((name) => join(logins, name));
    expect(folders).toHaveLength(3);
    await Promise.all(folders.map((folder) => chmod(folder, 0o755)));
    const sent = bench.wire().length;
    expect(await begin().sendCode(FRIEND.phone)).toMatchObject({
      ok: false,
      refusal: { code: 'STATE_UNSAFE_MODE' },
    });
    expect(bench.wire()).toHaveLength(sent);
    await Promise.all(folders.map((folder) => chmod(folder, 0o700)));
  });

  it('says what is missing when the application is not set up, and sends nothing', async () => {
    const settings = bench.settings('read', { TG_API_HASH: '' });
    const sent = bench.wire().length;
    login = startLogin({ settings, clock: systemClock(), profile: 'read' });
    expect(await login.sendCode(PERSON.phone)).toMatchObject({
      ok: false,
      refusal: { code: 'LOGIN_FAILED', data: { reason: 'api' } },
    });
    expect(bench.wire()).toHaveLength(sent);
  });
});
