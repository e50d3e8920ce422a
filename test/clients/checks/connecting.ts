import { afterEach, describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import { failure, type Lab } from '../lab.js';
import { ANN, GROUP } from '../world.js';

/** Connections: keys, salts, clocks, transports, containers, drops. */
export function connectingChecks(lab: () => Lab): void {
  const state = (client: Telegram.TelegramClient) =>
    client.invoke(new (lab().library.Api.updates.GetState)());

  describe('connecting', () => {
    afterEach(() => {
      lab().emulator.faults.clear();
      lab().emulator.clock.skew(0);
    });

    it('makes an auth key that nobody is logged in with', async () => {
      const before = lab().emulator.keys.of().length;
      const client = await lab().connect();
      expect(await failure(state(client))).toBe('401 AUTH_KEY_UNREGISTERED');
      expect(lab().emulator.keys.of()).toHaveLength(before + 1);
    });

    it.each(['ConnectionTCPFull', 'ConnectionTCPAbridged', 'ConnectionTCPObfuscated'] as const)(
      'speaks over %s',
      async (name) => {
        const connection = lab().library.connections[name] as typeof Telegram.Connection;
        const client = await lab().another(ANN, { connection });
        expect((await client.getMe()).firstName).toBe(ANN.firstName);
      },
    );

    it('makes an auth key over a transport that hides itself', async () => {
      const { ConnectionTCPObfuscated } = lab().library.connections;
      const client = await lab().connect('', { connection: ConnectionTCPObfuscated });
      expect(await failure(state(client))).toBe('401 AUTH_KEY_UNREGISTERED');
    });

    it('has two clients on one key', async () => {
      const session = lab().emulator.mintSession(ANN.id);
      const [first, second] = [await lab().connect(session), await lab().connect(session)];
      const answers = await Promise.all([first, second, first, second].map(state));
      expect(answers.map((answer) => answer.className)).toEqual(Array(4).fill('updates.State'));
    });

    it('follows new salts', async () => {
      lab().emulator.keys.rotateSalts();
      expect((await state(lab().ann)).className).toBe('updates.State');
    });

    it.each([3_600_000, -3_600_000])('works with a clock that is %d ms off', async (skew) => {
      const running = await lab().another(ANN);
      lab().emulator.clock.skew(skew);
      expect((await state(running)).className).toBe('updates.State');
      expect((await state(await lab().another(ANN))).className).toBe('updates.State');
    });

    it('gets the answers of a hundred calls that were asked at once', async () => {
      const before = lab().emulator.calls.next;
      const answers = await Promise.all(Array.from({ length: 100 }, () => state(lab().ann)));
      expect(answers.every((answer) => answer.className === 'updates.State')).toBe(true);
      const seen = lab()
        .emulator.calls.since(before)
        .filter((call) => call.method === 'updates.getState');
      expect(seen).toHaveLength(100);
    });

    it('unpacks a large answer', async () => {
      const room = lab().room();
      const texts = Array.from({ length: 40 }, (_, n) => `${n} `.padEnd(4000, 'lorem ipsum '));
      const channel = lab().world.usernames.get(room);
      if (channel === undefined) throw new Error('no room');
      for (const [n, text] of texts.entries()) {
        lab().world.addMessage({ peer: channel, from: ANN.id, date: 1_790_000_000 + n, text });
      }
      const page = await lab().ann.getMessages(room, { limit: 40, reverse: true });
      expect([...page].map((message) => message.message)).toEqual(texts.map((text) => text.trim()));
    });

    it('tells the addresses of its data centres, all on loopback', async () => {
      const config = await lab().ann.invoke(new (lab().library.Api.help.GetConfig)());
      expect(config.dcOptions.map(({ id, ipAddress }) => `${id} ${ipAddress}`)).toEqual(
        [1, 2, 3, 4, 5].map((dc) => `${dc} 127.0.0.${dc}`),
      );
      expect(config.thisDc).toBe(2);
    });

    it.each(['close_before', 'close_after'] as const)('asks again after a drop (%s)', async (kind) => {
      const client = await lab().another(ANN);
      await state(client);
      lab().emulator.faults.add({ method: 'messages.getHistory', kind });
      const page = await client.getMessages(GROUP.username, { limit: 2 });
      expect([...page].map((message) => message.message)).toEqual(['note 3000', 'note 2999']);
    });

    it('works on after its connection was dropped while it was idle', async () => {
      const client = await lab().another(ANN);
      await state(client);
      lab().emulator.disconnect(ANN.id);
      expect((await state(client)).className).toBe('updates.State');
    });

    it('stores a message once though the connection broke after it', async () => {
      const room = lab().room();
      const client = await lab().another(ANN);
      await client.getInputEntity(room);
      lab().emulator.faults.add({ method: 'messages.sendMessage', kind: 'close_after' });
      await client.sendMessage(room, { message: 'once' });
      const page = await lab().bob.getMessages(room, { search: 'once' });
      expect(page.total).toBe(1);
    });

    it('gets a late answer, and others before it', async () => {
      lab().emulator.faults.add({ method: 'help.getNearestDc', kind: 'delay', delay_ms: 150 });
      const order: string[] = [];
      const { Api } = lab().library;
      await Promise.all([
        lab()
          .ann.invoke(new Api.help.GetNearestDc())
          .then(() => order.push('late')),
        state(lab().ann).then(() => order.push('early')),
      ]);
      expect(order).toEqual(['early', 'late']);
    });
  });
}
