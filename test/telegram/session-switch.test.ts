import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '@tgmcp/core';
import { sessionText } from '@tgmcp/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FRIEND, PERSON } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

const ALLOWED = { TG_ALLOW_SESSION_SWITCH: '1' };
let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await bench.logIn('read');
  const session = bench.emulator.mintSession(FRIEND.id);
  const text = sessionText({ account: { id: String(FRIEND.id), first_name: 'Bob' }, dc: 2, session });
  await writeFile(place('second'), text, { mode: 0o600 });
});
afterEach(() => bench.emulator.faults.clear());
afterAll(() => bench.close());

function place(name: string): string {
  return join(bench.dir, 'sessions', `${name}.session`);
}

async function whoIs(runtime: Runtime): Promise<unknown> {
  const account = await runtime.account();
  const known = account.ok ? await account.value.telegram.account() : account;
  return known.ok ? known.value.id : known.refusal.code;
}

describe('another session', () => {
  it('takes the place of the present one once Telegram has said whose it is', async () => {
    const runtime = bench.runtime('read', ALLOWED);
    expect(await whoIs(runtime)).toBe(String(PERSON.id));
    expect(await runtime.useSession('second')).toMatchObject({ ok: true, value: { id: String(FRIEND.id) } });
    expect(runtime.sessionFile).toBe(place('second'));
    expect(await whoIs(runtime)).toBe(String(FRIEND.id));
    expect(await runtime.useSession('second')).toMatchObject({ ok: true });
    expect(await runtime.useSession('read')).toMatchObject({ ok: true, value: { id: String(PERSON.id) } });
  });

  it('is not taken when Telegram does not take it, and the present one goes on', async () => {
    const runtime = bench.runtime('read', ALLOWED);
    expect(await whoIs(runtime)).toBe(String(PERSON.id));
    bench.emulator.faults.add({
      method: 'users.getUsers',
      kind: 'error',
      code: 401,
      message: 'SESSION_REVOKED',
      account: String(FRIEND.id),
    });
    expect(await runtime.useSession('second')).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
    expect(runtime.sessionFile).toBe(place('read'));
    expect(await whoIs(runtime)).toBe(String(PERSON.id));
  });

  it('must be the expected account, too', async () => {
    const runtime = bench.runtime('read', { ...ALLOWED, TG_EXPECTED_USER_ID: String(PERSON.id) });
    expect(await runtime.useSession('second')).toMatchObject({ refusal: { code: 'ACCOUNT_MISMATCH' } });
    expect(await whoIs(runtime)).toBe(String(PERSON.id));
  });

  it.each(['none', '../second', 'runtime/second', '..', '.hidden', '', '-second', '/second', 'second\0'])(
    'named %j is none of the folder: nothing is read and nothing sent',
    async (name) => {
      const runtime = bench.runtime('read', ALLOWED);
      const sent = bench.wire().length;
      expect(await runtime.useSession(name)).toMatchObject({
        refusal: { code: 'SESSION_NAME_INVALID', data: { sessions: ['actions', 'read', 'second'] } },
      });
      expect(bench.wire()).toHaveLength(sent);
    },
  );

  it('is out of reach unless the operator allows it', async () => {
    const runtime = bench.runtime('read');
    const sent = bench.wire().length;
    expect(await runtime.useSession('second')).toMatchObject({ refusal: { code: 'SESSION_SWITCH_OFF' } });
    expect(bench.wire()).toHaveLength(sent);
  });
});

describe('a session that Telegram has ended', () => {
  it('is not tried again by another process, or after a restart', async () => {
    const first = bench.runtime('read');
    bench.emulator.faults.add({
      method: 'users.getUsers',
      kind: 'error',
      code: 406,
      message: 'AUTH_KEY_DUPLICATED',
    });
    expect(await whoIs(first)).toBe('NOT_AUTHORIZED');
    const sent = bench.wire().length;
    expect(await whoIs(bench.runtime('read'))).toBe('NOT_AUTHORIZED');
    await copyFile(place('read'), place('read-again'));
    expect(await whoIs(bench.runtime('read', { TG_READ_SESSION_PATH: place('read-again') }))).toBe(
      'NOT_AUTHORIZED',
    );
    await rm(place('read-again'));
    expect(bench.wire()).toHaveLength(sent);
    await bench.logIn('read');
    expect(await whoIs(bench.runtime('read'))).toBe(String(PERSON.id));
  });
});

describe('a session in mode exclusive', () => {
  it('has one reader only', async () => {
    const settings = { TG_SESSION_LOCK_MODE: 'exclusive' };
    const [first, second] = [bench.runtime('read', settings), bench.runtime('read', settings)];
    expect(await whoIs(first)).toBe(String(PERSON.id));
    expect(await whoIs(second)).toBe('SESSION_BUSY');
    await first.close();
    expect(await whoIs(second)).toBe(String(PERSON.id));
  });
});
