import { chmod, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionText } from '@tgmcp/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shortest } from '../support/shortest.js';
import { FRIEND, PERSON } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await bench.logIn('read');
  await bench.logIn('actions');
});
afterEach(() => bench.emulator.faults.clear());
afterAll(() => bench.close());

async function refusalOf(changes: Record<string, string> = {}): Promise<unknown> {
  const before = bench.wire().length;
  const account = await bench.runtime('read', changes).account();
  const outcome = account.ok ? await account.value.telegram.account() : account;
  expect(JSON.stringify(outcome)).not.toMatch(/"1[A-Za-z0-9+/=]{100,}/);
  if (outcome.ok) return 'ok';
  return { code: outcome.refusal.code, data: outcome.refusal.data, sent: bench.wire().length - before };
}

describe('a session file', () => {
  it('that is missing is named as such, and nothing is sent', async () => {
    await rm(bench.sessionFile('read'));
    expect(await refusalOf()).toMatchObject({ code: 'NOT_AUTHORIZED', sent: 0 });
  });

  it('that others can read is refused with the command that mends it', async () => {
    const file = bench.sessionFile('read');
    await chmod(file, 0o640);
    expect(await refusalOf()).toMatchObject({
      code: 'SESSION_UNSAFE',
      data: { fix: `chmod 600 '${file}'` },
      sent: 0,
    });
    await chmod(file, 0o600);
    expect(await refusalOf()).toBe('ok');
  });

  it('in a folder that others can change is refused', async () => {
    const folder = join(bench.dir, 'sessions');
    await chmod(folder, 0o777);
    expect(await refusalOf()).toMatchObject({
      code: 'SESSION_UNSAFE',
      data: { fix: `chmod 700 '${folder}'` },
      sent: 0,
    });
    await chmod(folder, 0o700);
  });

  it.each([
    '',
    '{',
    '{"format":1}',
    '"text"',
    `{"format":2}`,
    ...['1AAAA', `1${'A'.repeat(351)}`, `1${'A'.repeat(400)}`].map((session) =>
      sessionText({ account: { id: String(7001), first_name: 'Ann' }, dc: 2, session }),
    ),
  ])('that is damaged (%s) is refused', async (text) => {
    await writeFile(bench.sessionFile('read'), text, { mode: 0o600 });
    expect(await refusalOf()).toMatchObject({ code: 'SESSION_UNSAFE', sent: 0 });
  });

  it('below something that is no folder is missing', async () => {
    const changes = { TG_READ_SESSION_PATH: '/dev/null/read.session' };
    expect(await refusalOf(changes)).toMatchObject({ code: 'NOT_AUTHORIZED', sent: 0 });
  });

  it('that is a symbolic link is refused', async () => {
    const file = bench.sessionFile('read');
    await rm(file);
    await symlink(bench.sessionFile('actions'), file);
    expect(await refusalOf()).toMatchObject({ code: 'SESSION_UNSAFE', sent: 0 });
    await rm(file);
  });
});

describe('the account of a session', () => {
  it('must be the one that the settings expect', async () => {
    expect(await refusalOf({ TG_EXPECTED_USER_ID: String(PERSON.id) })).toBe('ok');
    expect(await refusalOf({ TG_EXPECTED_USER_ID: '42' })).toMatchObject({ code: 'ACCOUNT_MISMATCH' });
    expect(await refusalOf({ TG_EXPECTED_USERNAME: '@somebody' })).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
    });
  });

  it('must be the one that the file names, whoever put the key there', async () => {
    const session = bench.emulator.mintSession(FRIEND.id);
    const content = { account: { id: String(PERSON.id), first_name: 'Ann' }, dc: 2, session };
    await writeFile(bench.sessionFile('read'), sessionText(content), { mode: 0o600 });
    expect(await refusalOf()).toMatchObject({ code: 'ACCOUNT_MISMATCH' });
  });

  it.each([
    [401, 'AUTH_KEY_UNREGISTERED'],
    [401, 'SESSION_REVOKED'],
    [401, 'USER_DEACTIVATED'],
    [406, 'AUTH_KEY_DUPLICATED'],
  ])('that Telegram ended (%s %s) is not tried again until there is a new session', async (code, message) => {
    const { telegram } = await bench.open('read');
    bench.emulator.faults.add({ method: 'users.getUsers', kind: 'error', code, message });
    expect(await telegram.account()).toMatchObject({ ok: false, refusal: { code: 'NOT_AUTHORIZED' } });
    const sent = bench.wire().length;
    expect(await telegram.account()).toMatchObject({ ok: false, refusal: { code: 'NOT_AUTHORIZED' } });
    expect(bench.wire()).toHaveLength(sent);
    expect(await telegram.status()).toMatchObject({ authorized: 'no', connected: false });
    await bench.logIn('read');
    expect(await telegram.account()).toMatchObject({ ok: true, value: { id: String(PERSON.id) } });
  });

  it('that Telegram ends while connecting is known as such', async () => {
    const { telegram } = await bench.open('read');
    bench.emulator.faults.add({
      method: 'help.getConfig',
      kind: 'error',
      code: 406,
      message: 'AUTH_KEY_DUPLICATED',
    });
    expect(await telegram.account()).toMatchObject({
      ok: false,
      refusal: { code: 'NOT_AUTHORIZED', data: { rpc: 'AUTH_KEY_DUPLICATED' } },
    });
  });

  it('whose key Telegram forgot is not waited for', async () => {
    const { telegram } = await bench.open('read');
    let byte = 7;
    const took = await shortest(
      1500,
      async () => {
        const session = bench.emulator.mintSession(PERSON.id);
        const foreign = Buffer.from(session.slice(1), 'base64');
        // Another key each time, for one that was not taken is not tried again.
        foreign.fill(byte++, foreign.length - 256);
        const content = {
          account: { id: String(PERSON.id), first_name: 'Ann' },
          dc: 2,
          session: `1${foreign.toString('base64')}`,
        };
        await writeFile(bench.sessionFile('read'), sessionText(content), { mode: 0o600 });
        const begun = performance.now();
        expect(await telegram.account()).toMatchObject({ ok: false, refusal: { code: 'NOT_AUTHORIZED' } });
        return performance.now() - begun;
      },
      15_000,
    );
    expect(took).toBeLessThan(1500);
  });
});

describe('a session of the writing program', () => {
  it('has one owner, who is named to everybody else', async () => {
    const first = await bench.open('actions');
    expect(await first.telegram.account()).toMatchObject({ ok: true });
    const second = bench.runtime('actions');
    expect(await second.account()).toMatchObject({
      ok: false,
      refusal: { code: 'SESSION_BUSY', data: { holder: { program: 'tgmcp-actions', pid: process.pid } } },
    });
    // What is kept for the account can be seen all the same.
    expect(await second.account('state')).toMatchObject({ ok: true });
    await first.telegram.close();
    expect(await second.account()).toMatchObject({ ok: true });
    await second.close();
  });

  it('is taken over from an owner that was idle for long, who then stops', async () => {
    const first = await bench.open('actions', { TG_SESSION_IDLE_TAKEOVER_SEC: '60' });
    expect(await first.telegram.account()).toMatchObject({ ok: true });
    bench.emulator.clock.advance(61_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await bench.open('actions', { TG_SESSION_IDLE_TAKEOVER_SEC: '60' });
    expect(await second.telegram.account()).toMatchObject({ ok: true });
    expect(await first.telegram.account()).toMatchObject({ ok: false, refusal: { code: 'SESSION_BUSY' } });
    expect((await first.telegram.status()).connected).toBe(false);
    await second.telegram.close();
  });

  it('is shared by any number of readers', async () => {
    const readers = await Promise.all([bench.open('read'), bench.open('read'), bench.open('read')]);
    for (const { telegram } of readers) expect(await telegram.account()).toMatchObject({ ok: true });
    expect((await stat(bench.sessionFile('read'))).mode & 0o777).toBe(0o600);
  });
});
