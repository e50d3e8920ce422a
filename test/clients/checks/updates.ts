import { describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type { Lab } from '../lab.js';
import { ANN, BOB } from '../world.js';

/** What reaches another session and another person. */
export function updateChecks(lab: () => Lab): void {
  /** All updates a client gets, as `class text-or-ids`. */
  const listen = (client: Telegram.TelegramClient): string[] => {
    const seen: string[] = [];
    client.addEventHandler((update: Telegram.Api.TypeUpdate) => {
      const { className, message, messages } = update as {
        className: string;
        message?: { message?: string };
        messages?: number[];
      };
      seen.push(`${className} ${message?.message ?? messages?.join(',') ?? ''}`.trim());
    }, new (lab().library.events.Raw)({}));
    return seen;
  };

  describe('updates', () => {
    it('tell another session and the other person of a new, an edited and a deleted message', async () => {
      const [other, bob] = [await lab().another(ANN), await lab().another(BOB)];
      const heard = [listen(other), listen(bob)];
      await Promise.all([other.getMe(), bob.getMe()]);
      const { Api } = lab().library;
      await Promise.all([other, bob].map((client) => client.invoke(new Api.updates.GetState())));
      const sent = await lab().ann.sendMessage(BOB.username, { message: 'news' });
      await lab().ann.editMessage(BOB.username, { message: sent.id, text: 'old news' });
      await lab().ann.deleteMessages(BOB.username, [sent.id], { revoke: true });
      for (const seen of heard) {
        await expect.poll(() => seen.join('; ')).toMatch(/UpdateDeleteMessages \d+/);
        const text = seen.join('; ');
        expect(text).toMatch(/Update(NewMessage|ShortMessage) news/);
        expect(text).toContain('UpdateEditMessage old news');
      }
      expect(heard[0]?.join('; ')).toContain(`UpdateDeleteMessages ${sent.id}`);
    });

    it('tell of messages in a supergroup', async () => {
      const room = lab().room();
      const bob = await lab().another(BOB);
      const seen = listen(bob);
      await bob.invoke(new (lab().library.Api.updates.GetState)());
      const sent = await lab().ann.sendMessage(room, { message: 'for all' });
      await lab().ann.editMessage(room, { message: sent.id, text: 'for everybody' });
      await lab().ann.deleteMessages(room, [sent.id], { revoke: true });
      await expect.poll(() => seen.join('; ')).toContain(`UpdateDeleteChannelMessages ${sent.id}`);
      expect(seen).toContain('UpdateNewChannelMessage for all');
      expect(seen).toContain('UpdateEditChannelMessage for everybody');
    });

    it('reach an event handler of the library', async () => {
      const { NewMessage } = lab().library.events;
      const bob = await lab().another(BOB);
      const texts: string[] = [];
      bob.addEventHandler(
        (event) => void texts.push(event.message.message),
        new NewMessage({ incoming: true }),
      );
      await bob.getMe();
      await lab().ann.sendMessage(BOB.username, { message: 'for the handler' });
      await expect.poll(() => texts).toEqual(['for the handler']);
    });

    it('can be fetched later: what was missed, and nothing twice', async () => {
      const { Api } = lab().library;
      const bob = await lab().another(BOB);
      const from = await bob.invoke(new Api.updates.GetState());
      await bob.destroy();
      for (const message of ['one', 'two']) await lab().ann.sendMessage(BOB.username, { message });
      const again = await lab().another(BOB);
      const { pts, date, qts } = from;
      const missed = await again.invoke(new Api.updates.GetDifference({ pts, date, qts }));
      if (!(missed instanceof Api.updates.Difference)) throw new Error(missed.className);
      const texts = missed.newMessages.map((message) => (message as { message?: string }).message);
      expect(texts).toEqual(['one', 'two']);
      const now = await again.invoke(new Api.updates.GetDifference({ pts: missed.state.pts, date, qts }));
      expect(now.className).toBe('updates.DifferenceEmpty');
    });

    it('can be fetched later for a supergroup, part by part', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const channel = lab().world.usernames.get(room);
      const pts = lab().world.channels.get(channel?.id ?? 0n)?.pts ?? 0;
      const sent = await lab().bob.sendMessage(room, { message: 'first' });
      await lab().bob.editMessage(room, { message: sent.id, text: 'first, better' });
      await lab().bob.sendMessage(room, { message: 'second' });
      const seen: string[] = [];
      let from = pts;
      for (let isFinal = false; !isFinal;) {
        const part = await lab().ann.invoke(
          new Api.updates.GetChannelDifference({
            channel: room,
            filter: new Api.ChannelMessagesFilterEmpty(),
            pts: from,
            limit: 2,
          }),
        );
        if (!(part instanceof Api.updates.ChannelDifference)) throw new Error(part.className);
        const texts = part.newMessages.map((message) => (message as Telegram.Api.Message).message);
        seen.push(...texts, ...part.otherUpdates.map((update) => update.className));
        from = part.pts;
        isFinal = part.final === true;
      }
      expect(seen).toEqual(['first', 'UpdateEditChannelMessage', 'second']);
      expect(from).toBe(pts + 3);
    });

    it('tell another session that a chat was read', async () => {
      const other = await lab().another(BOB);
      const seen = listen(other);
      await other.invoke(new (lab().library.Api.updates.GetState)());
      await lab().ann.sendMessage(BOB.username, { message: 'read me' });
      await lab().bob.markAsRead(ANN.username);
      await expect.poll(() => seen.join('; ')).toContain('UpdateReadHistoryInbox');
    });
  });
}
