import { describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import { failure, type Lab } from '../lab.js';
import { ANN, BOB, CLUB, GROUP, NEWS } from '../world.js';

/** Chats, dialogs, histories, search, participants. */
export function readingChecks(lab: () => Lab): void {
  describe('reading', () => {
    it('lists dialogs, newest first, with what is in them', async () => {
      const client = await lab().another(ANN);
      const dialogs = [...(await client.getDialogs({}))];
      const titles = dialogs.map((dialog) => dialog.title ?? '');
      expect(titles).toEqual(expect.arrayContaining(['Bob Berg', NEWS.title, CLUB.title, GROUP.title]));
      const dates = dialogs.filter((dialog) => !dialog.pinned).map((dialog) => dialog.date);
      expect(dates).toEqual(dates.toSorted((one, other) => other - one));
    });

    it('pages dialogs without losing or repeating one', async () => {
      const rooms = Array.from({ length: 25 }, (_, n) => lab().room({ title: `Paged ${n}` }));
      for (const room of rooms) await lab().bob.sendMessage(room, { message: 'listed' });
      const client = await lab().another(ANN);
      const { Api } = lab().library;
      const all = [...(await client.getDialogs({}))].map((dialog) => dialog.title);
      expect(all).toEqual(expect.arrayContaining(rooms.map((_, n) => `Paged ${n}`)));
      expect(new Set(all).size).toBe(all.length);
      const page = await client.invoke(
        new Api.messages.GetDialogs({
          offsetDate: 0,
          offsetId: 0,
          offsetPeer: new Api.InputPeerEmpty(),
          limit: 5,
          hash: lab().library.helpers.returnBigInt(0),
        }),
      );
      if (!(page instanceof Api.messages.DialogsSlice)) throw new Error(page.className);
      expect(page.dialogs.length).toBeGreaterThanOrEqual(5);
      expect(page.count).toBeGreaterThanOrEqual(all.length);
    });

    it('pages 3,000 messages, each once and in order', async () => {
      const seen: number[] = [];
      for await (const message of lab().ann.iterMessages(GROUP.username, { limit: GROUP.messages })) {
        seen.push(message.id);
      }
      expect(seen).toEqual(Array.from({ length: GROUP.messages }, (_, n) => GROUP.messages - n));
    });

    it('reads forward, from the middle, and between two ids', async () => {
      const ids = async (params: object) =>
        [...(await lab().ann.getMessages(GROUP.username, params))].map((message) => message.id);
      expect(await ids({ limit: 3, reverse: true })).toEqual([1, 2, 3]);
      expect(await ids({ limit: 3, offsetId: 100 })).toEqual([99, 98, 97]);
      expect(await ids({ limit: 100, minId: 10, maxId: 15 })).toEqual([14, 13, 12, 11]);
    });

    it('reads messages by id, and nothing where there is none', async () => {
      const found = await lab().ann.getMessages(GROUP.username, { ids: [5, 999_999, 7] });
      expect([...found].map((message) => message?.message)).toEqual(['note 5', undefined, 'note 7']);
    });

    it('says who wrote a message and when', async () => {
      const [message] = await lab().ann.getMessages(GROUP.username, { ids: [9] });
      expect(message).toMatchObject({ message: 'note 9', date: 1_790_000_009, out: false });
      expect(String(message?.senderId)).toBe(String(BOB.id));
      expect(String((message?.peerId as { channelId?: unknown } | undefined)?.channelId)).toBe(
        String(GROUP.id),
      );
    });

    it('searches in a chat, by word and by sender', async () => {
      const found = await lab().ann.getMessages(GROUP.username, { search: 'note 2999', limit: 5 });
      expect([...found].map((message) => message.id)).toEqual([2999]);
      const hers = await lab().ann.getMessages(GROUP.username, { fromUser: 'me', limit: 3 });
      expect([...hers].map((message) => message.id)).toEqual([3000, 2998, 2996]);
      expect(hers.total).toBe(1500);
    });

    it('searches everywhere', async () => {
      const found = await lab().ann.getMessages(undefined, { search: 'Chess', limit: 5 });
      expect([...found].map((message) => message.message)).toEqual(['Chess?']);
    });

    it('searches by kind', async () => {
      const { Api } = lab().library;
      const texts = async (filter: Telegram.Api.TypeMessagesFilter) =>
        [...(await lab().ann.getMessages('me', { filter, limit: 50 }))].map((message) => message.message);
      expect(await texts(new Api.InputMessagesFilterPhotos())).toContain('a dot');
      expect(await texts(new Api.InputMessagesFilterDocument())).toContain('the report');
      expect(await texts(new Api.InputMessagesFilterPhotos())).not.toContain('the report');
    });

    it('knows a chat in full', async () => {
      const { Api } = lab().library;
      const full = await lab().ann.invoke(new Api.channels.GetFullChannel({ channel: GROUP.username }));
      expect(full.fullChat).toMatchObject({ participantsCount: 2 });
      const club = await lab().ann.invoke(
        new Api.messages.GetFullChat({ chatId: lab().library.helpers.returnBigInt(CLUB.id) }),
      );
      expect(club.chats[0]).toMatchObject({ title: CLUB.title });
    });

    it('lists participants, of a supergroup and of a basic group', async () => {
      const { Api, helpers } = lab().library;
      const names = async (entity: Parameters<Lab['ann']['getParticipants']>[0]) =>
        [...(await lab().ann.getParticipants(entity, {}))]
          .map((user) => user.firstName ?? '')
          .toSorted((one, other) => one.localeCompare(other));
      expect(await names(GROUP.username)).toEqual(['Ann', 'Bob']);
      const club = new Api.InputPeerChat({ chatId: helpers.returnBigInt(CLUB.id) });
      expect(await names(club)).toEqual(['Ann', 'Bob']);
    });

    it('asks for one participant', async () => {
      const { Api } = lab().library;
      const one = (participant: string) =>
        lab().ann.invoke(new Api.channels.GetParticipant({ channel: GROUP.username, participant }));
      expect((await one(BOB.username)).participant.className).toBe('ChannelParticipantCreator');
      expect((await one('me')).participant.className).toBe('ChannelParticipantSelf');
      expect(await failure(one('ciddy'))).toBe('400 USER_NOT_PARTICIPANT');
    });

    it('does not read where one does not belong', async () => {
      const closed = lab().room({ members: [] });
      const channel = lab().world.usernames.get(closed);
      if (channel === undefined) throw new Error('no room');
      lab().world.setUsername(channel, undefined);
      const { Api, helpers } = lab().library;
      const peer = new Api.InputPeerChannel({
        channelId: helpers.returnBigInt(channel.id),
        accessHash: helpers.returnBigInt(lab().world.accessHash(ANN.id, channel)),
      });
      expect(await failure(lab().ann.getMessages(peer, { limit: 1 }))).toBe('400 CHANNEL_PRIVATE');
    });
  });
}
