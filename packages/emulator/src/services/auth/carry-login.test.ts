import { describe, expect, it } from 'vitest';
import { bytesOf, longOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';
import { setUp } from './login-bench.js';

async function exported() {
  const { world, plain, session } = setUp();
  session.userId = plain;
  const answer = await session.call('auth.exportAuthorization', { dc_id: 4 });
  const elsewhere = new TestSession(world, undefined, '00000000000000dd', 4);
  return {
    plain,
    world,
    session,
    elsewhere,
    fields: { id: longOf(answer, 'id'), bytes: bytesOf(answer, 'bytes') },
  };
}

describe('a login carried to another data centre', () => {
  it('arrives once, and is not announced as a new one', async () => {
    const { plain, elsewhere, fields } = await exported();
    expect(await elsewhere.call('auth.importAuthorization', fields)).toMatchObject({ user: { id: plain } });
    expect(elsewhere.userId).toBe(plain);
    expect(elsewhere.pushed).toEqual([]);
    expect(await elsewhere.failure('auth.importAuthorization', fields)).toBe('400 AUTH_BYTES_INVALID');
  });

  it('is refused for another user or place, when late, and after a log-out', async () => {
    const { world, plain, session, elsewhere, fields } = await exported();
    const refused = (more: Partial<typeof fields> = {}, at = elsewhere) =>
      at.failure('auth.importAuthorization', { ...fields, ...more });
    expect(await refused({ id: plain + 1n })).toBe('400 USER_ID_INVALID');
    expect(await refused({}, new TestSession(world, undefined, '00000000000000ee', 5))).toBe(
      '400 AUTH_BYTES_INVALID',
    );
    elsewhere.time += 300;
    expect(await refused()).toBe('400 AUTH_BYTES_INVALID');
    const again = await session.call('auth.exportAuthorization', { dc_id: 4 });
    await session.call('auth.logOut');
    elsewhere.time -= 300;
    expect(await refused({ bytes: bytesOf(again, 'bytes') })).toBe('400 AUTH_BYTES_INVALID');
    expect(elsewhere.userId).toBeUndefined();
  });

  it('cannot go to where it is, or to a data centre that does not exist', async () => {
    const { plain, session } = await exported();
    session.userId = plain;
    for (const dc_id of [2, 0, 6]) {
      expect(await session.failure('auth.exportAuthorization', { dc_id })).toBe('400 DC_ID_INVALID');
    }
  });
});
