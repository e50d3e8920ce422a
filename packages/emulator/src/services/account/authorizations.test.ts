import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { createWorld } from '../../world/world.js';
import { longOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function threeDevices() {
  const world = createWorld();
  const { userId } = world.addAccount({ phone: '15550001' });
  const bob = world.addAccount({ phone: '15550002' }).userId;
  const [desk, phone, tablet] = ['d1', 'd2', 'd3'].map(
    (id) => new TestSession(world, userId, id.padStart(16, '0')),
  );
  const stranger = new TestSession(world, bob, 'd4'.padStart(16, '0'));
  if (desk === undefined || phone === undefined || tablet === undefined) throw new Error('no devices');
  return { world, userId, desk, phone, tablet, stranger };
}

const list = async (session: TestSession): Promise<readonly TlObject[]> =>
  objectsOf(await session.call('account.getAuthorizations'), 'authorizations');

const hashes = async (session: TestSession): Promise<bigint[]> =>
  (await list(session)).filter((one) => one['current'] !== true).map((one) => longOf(one, 'hash'));

describe('the devices of an account', () => {
  it('are listed with what each said of itself, one’s own first known by its mark', async () => {
    const { desk, phone } = threeDevices();
    const shown = await list(desk);
    expect(shown).toHaveLength(3);
    expect(shown.filter((one) => one['current'] === true)).toMatchObject([{ hash: 0n }]);
    expect(shown[0]).toMatchObject({
      device_model: 'Test device',
      app_version: '2.0',
      api_id: 1,
      date_created: desk.time - 30 * 86_400,
      ip: '127.0.0.1',
    });
    expect(new Set(await hashes(desk)).size).toBe(2);
    expect(await hashes(phone)).not.toEqual(await hashes(desk));
  });

  it('are logged out one by one by their hash, or all but this one', async () => {
    const { desk, phone, tablet, stranger } = threeDevices();
    const [hash] = await hashes(desk);
    expect(await desk.failure('account.resetAuthorization', { hash: 5n })).toBe('400 HASH_INVALID');
    expect(await desk.failure('account.resetAuthorization', { hash: 0n })).toBe('400 HASH_INVALID');
    expect(await stranger.failure('account.resetAuthorization', { hash })).toBe('400 HASH_INVALID');
    expect(phone.revoked).toBe(false);
    expect(await desk.value('account.resetAuthorization', { hash })).toBe(true);
    expect([desk, phone, tablet].map((session) => session.revoked)).toEqual([false, true, false]);
    expect(await desk.value('auth.resetAuthorizations')).toBe(true);
    expect(tablet.revoked).toBe(true);
    expect(stranger.revoked).toBe(false);
    expect(await list(desk)).toHaveLength(1);
  });

  it('cannot be logged out from one that is there for less than a day', async () => {
    const { desk, phone } = threeDevices();
    desk.since = desk.time - 3600;
    const error = '406 FRESH_RESET_AUTHORISATION_FORBIDDEN';
    expect(await desk.failure('auth.resetAuthorizations')).toBe(error);
    expect(await desk.failure('account.resetAuthorization', { hash: (await hashes(desk))[0] })).toBe(error);
    expect(phone.revoked).toBe(false);
    desk.time += 86_400;
    expect(await desk.value('auth.resetAuthorizations')).toBe(true);
    expect(phone.revoked).toBe(true);
  });
});
