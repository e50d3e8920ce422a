import { afterEach, describe, expect, it } from 'vitest';
import { failure, type Lab } from '../lab.js';
import { ANN, BOB } from '../world.js';

/** Errors of each class, as the library shows them. */
export function errorChecks(lab: () => Lab): void {
  const state = () => lab().ann.invoke(new (lab().library.Api.updates.GetState)());
  const arm = (code: number, message: string) =>
    lab().emulator.faults.add({ method: 'updates.getState', kind: 'error', code, message });

  describe('errors', () => {
    afterEach(() => lab().emulator.faults.clear());

    it.each([
      [400, 'PEER_ID_INVALID'],
      [401, 'SESSION_EXPIRED'],
      [403, 'CHAT_WRITE_FORBIDDEN'],
      [404, 'NOT_HEARD_OF_BEFORE'],
      [406, 'PEER_FLOOD_SOMETHING'],
    ])('pass through with their code: %d %s', async (code, message) => {
      arm(code, message);
      expect(await failure(state())).toBe(`${code} ${message}`);
      expect((await state()).className).toBe('updates.State');
    });

    it('of the service itself are passed on, or the call is tried again', async () => {
      const from = lab().emulator.calls.next;
      arm(500, 'INTERNAL');
      const ended = await failure(state());
      const calls = lab()
        .emulator.calls.since(from)
        .filter((call) => call.method === 'updates.getState');
      expect([calls.length, ended]).toEqual(calls.length === 1 ? [1, '500 INTERNAL'] : [2, 'no error']);
      expect(calls.at(-1)?.outcome).toBe(ended === 'no error' ? 'ok' : ended);
    });

    it('tell how long to wait, in a class of their own', async () => {
      arm(420, 'FLOOD_WAIT_77');
      const error = await state().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(lab().library.errors.FloodWaitError);
      expect(error).toMatchObject({ code: 420, seconds: 77 });
    });

    it('are slept through by the library when the wait is short', async () => {
      const from = lab().emulator.calls.next;
      arm(420, 'FLOOD_WAIT_1');
      expect((await state()).className).toBe('updates.State');
      const outcomes = lab()
        .emulator.calls.since(from)
        .filter((call) => call.method === 'updates.getState')
        .map((call) => call.outcome);
      expect(outcomes).toEqual(['420 FLOOD_WAIT_1', 'ok']);
    });

    it('name the wait of slow mode', async () => {
      const room = lab().room({ slowmodeSeconds: 30 });
      const first = await lab().ann.sendMessage(room, { message: 'first' });
      const client = await lab().another(ANN, { floodSleepThreshold: 0 });
      const left = (): number => first.date + 30 - Math.floor(lab().emulator.clock.now() / 1000);
      const most = left();
      const answer = await failure(client.sendMessage(room, { message: 'second' }));
      const waits = Array.from({ length: most - left() + 1 }, (_, n) => `420 wait ${most - n}`);
      expect(waits).toContain(answer);
      await lab().bob.sendMessage(room, { message: 'admins need not wait' });
      await lab().bob.sendMessage(room, { message: 'not at all' });
    });

    it('say that an access hash is wrong', async () => {
      const { Api, helpers } = lab().library;
      const wrong = new Api.InputUser({
        userId: helpers.returnBigInt(BOB.id),
        accessHash: helpers.returnBigInt(1),
      });
      const call = lab().ann.invoke(new Api.users.GetFullUser({ id: wrong }));
      expect(await failure(call)).toBe('400 USER_ID_INVALID');
    });

    it('say that a username is nobody’s or cannot be one', async () => {
      const { Api } = lab().library;
      const resolve = (username: string) =>
        failure(lab().ann.invoke(new Api.contacts.ResolveUsername({ username })));
      expect(await resolve('nobody_has_this')).toBe('400 USERNAME_NOT_OCCUPIED');
      expect(await resolve('a b')).toBe('400 USERNAME_INVALID');
    });
  });
}
