import { describe, expect, it } from 'vitest';
import { failure, type Lab } from '../lab.js';
import { ANN, BOB, CLUB, NEWS } from '../world.js';

/** Sending, editing, deleting, forwarding, pinning, marking as read. */
export function writingChecks(lab: () => Lab): void {
  const texts = async (room: string) =>
    [...(await lab().bob.getMessages(room, { limit: 20 }))].map((message) => message.message ?? '');

  describe('writing', () => {
    it('sends text with its formatting', async () => {
      const room = lab().room();
      const sent = await lab().ann.sendMessage(room, { message: 'a **bold** `word`', parseMode: 'md' });
      expect(sent).toMatchObject({ message: 'a bold word', out: true });
      const [seen] = await lab().bob.getMessages(room, { limit: 1 });
      expect(seen).toMatchObject({ id: sent.id, message: 'a bold word', out: false });
      const entities = (seen?.entities ?? []).map(({ className, offset, length }) => [
        className,
        offset,
        length,
      ]);
      expect(entities).toEqual([
        ['MessageEntityBold', 2, 4],
        ['MessageEntityCode', 7, 4],
      ]);
    });

    it('sends to a person, a basic group, a channel and oneself', async () => {
      const { Api, helpers } = lab().library;
      const club = new Api.InputPeerChat({ chatId: helpers.returnBigInt(CLUB.id) });
      for (const peer of [BOB.username, club, NEWS.username, 'me']) {
        const sent = await lab().ann.sendMessage(peer, { message: 'to everyone' });
        const [top] = await lab().ann.getMessages(peer, { limit: 1 });
        expect(top).toMatchObject({ id: sent.id, message: 'to everyone' });
      }
      expect(await failure(lab().bob.sendMessage(NEWS.username, { message: 'no' }))).toMatch(
        /^40[03] CHAT_(WRITE_FORBIDDEN|ADMIN_REQUIRED)$/,
      );
    });

    it('answers a message', async () => {
      const room = lab().room();
      const question = await lab().ann.sendMessage(room, { message: 'why?' });
      const answer = await lab().bob.sendMessage(room, { message: 'because', replyTo: question.id });
      expect(answer.replyTo).toMatchObject({ replyToMsgId: question.id });
      const [seen] = await lab().ann.getMessages(room, { ids: [answer.id] });
      expect((await seen?.getReplyMessage())?.message).toBe('why?');
    });

    it('stores what comes twice under one random_id once', async () => {
      const { Api, helpers } = lab().library;
      const room = lab().room();
      const send = async (message: string) =>
        lab().ann.invoke(
          new Api.messages.SendMessage({
            peer: await lab().ann.getInputEntity(room),
            message,
            randomId: helpers.returnBigInt(4711),
          }),
        );
      await send('first');
      await send('second').catch(() => undefined);
      expect(await texts(room)).toEqual(['first']);
    });

    it('refuses an empty and an overlong text', async () => {
      const { Api, helpers } = lab().library;
      const send = async (message: string) =>
        lab().ann.invoke(
          new Api.messages.SendMessage({
            peer: await lab().ann.getInputEntity(BOB.username),
            message,
            randomId: helpers.generateRandomLong(),
          }),
        );
      expect(await failure(send(''))).toBe('400 MESSAGE_EMPTY');
      expect(await failure(send('x'.repeat(4097)))).toBe('400 MESSAGE_TOO_LONG');
    });

    it('edits one’s own message, and only that', async () => {
      const room = lab().room();
      const sent = await lab().ann.sendMessage(room, { message: 'before' });
      const edited = await lab().ann.editMessage(room, { message: sent.id, text: 'after' });
      expect(edited).toMatchObject({ id: sent.id, message: 'after' });
      expect(edited.editDate).toBeGreaterThan(0);
      expect(await texts(room)).toEqual(['after']);
      const again = lab().ann.editMessage(room, { message: sent.id, text: 'after' });
      expect(await failure(again)).toBe('400 MESSAGE_NOT_MODIFIED');
      const alien = lab().bob.editMessage(room, { message: sent.id, text: 'mine' });
      expect(await failure(alien)).toBe('403 MESSAGE_AUTHOR_REQUIRED');
      const missing = lab().ann.editMessage(room, { message: 999_999, text: 'x' });
      expect(await failure(missing)).toBe('400 MESSAGE_ID_INVALID');
    });

    it('deletes for everybody in a supergroup', async () => {
      const room = lab().room();
      const sent = [
        await lab().ann.sendMessage(room, { message: 'one' }),
        await lab().ann.sendMessage(room, { message: 'two' }),
      ];
      const last = await lab().bob.sendMessage(room, { message: 'three' });
      const [done] = await lab().ann.deleteMessages(
        room,
        sent.map((message) => message.id),
        { revoke: true },
      );
      expect(done).toMatchObject({ ptsCount: 2 });
      expect(await texts(room)).toEqual(['three']);
      const alien = lab().ann.deleteMessages(room, [last.id], { revoke: true });
      expect(await failure(alien)).toBe('403 MESSAGE_DELETE_FORBIDDEN');
    });

    it('deletes for oneself alone, or for both', async () => {
      const top = async (client: Lab['ann'], peer: string) =>
        (await client.getMessages(peer, { limit: 1 }))[0]?.message;
      const kept = await lab().ann.sendMessage(BOB.username, { message: 'kept by Bob' });
      await lab().ann.deleteMessages(BOB.username, [kept.id], { revoke: false });
      expect(await top(lab().ann, BOB.username)).not.toBe('kept by Bob');
      expect(await top(lab().bob, ANN.username)).toBe('kept by Bob');
      const gone = await lab().ann.sendMessage(BOB.username, { message: 'gone for both' });
      await lab().ann.deleteMessages(BOB.username, [gone.id], { revoke: true });
      expect(await top(lab().bob, ANN.username)).toBe('kept by Bob');
    });

    it('forwards with the source named', async () => {
      const [from, to] = [lab().room(), lab().room()];
      const sent = await lab().bob.sendMessage(from, { message: 'pass it on' });
      await lab().ann.forwardMessages(to, { messages: [sent.id], fromPeer: from });
      const [seen] = await lab().bob.getMessages(to, { limit: 1 });
      expect(seen?.message).toBe('pass it on');
      expect(seen?.fwdFrom).toMatchObject({ date: sent.date });
      expect(String((seen?.fwdFrom?.fromId as { userId?: unknown } | undefined)?.userId)).toBe(
        String(BOB.id),
      );
    });

    it('counts what is unread until it is marked as read, and the sender sees that', async () => {
      const dialog = async (client: Lab['ann'], room: string) => {
        const { Api } = lab().library;
        const peer = new Api.InputDialogPeer({ peer: await client.getInputEntity(room) });
        const { dialogs } = await client.invoke(new Api.messages.GetPeerDialogs({ peers: [peer] }));
        return dialogs[0] as { unreadCount: number; readInboxMaxId: number; readOutboxMaxId: number };
      };
      const room = lab().room();
      const ids = [];
      for (const message of ['one', 'two', 'three']) {
        ids.push((await lab().bob.sendMessage(room, { message })).id);
      }
      await lab().ann.getMessages(room, { limit: 10 });
      expect(await dialog(lab().ann, room)).toMatchObject({ unreadCount: 3 });
      expect(await dialog(lab().bob, room)).toMatchObject({ unreadCount: 0, readOutboxMaxId: 0 });
      await lab().ann.markAsRead(room, ids[1]);
      expect(await dialog(lab().ann, room)).toMatchObject({ unreadCount: 1, readInboxMaxId: ids[1] });
      expect(await dialog(lab().bob, room)).toMatchObject({ readOutboxMaxId: ids[1] });
    });

    it('pins and unpins', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const sent = await lab().bob.sendMessage(room, { message: 'important' });
      await lab().bob.pinMessage(room, sent.id);
      const pinned = async () =>
        [
          ...(await lab().ann.getMessages(room, {
            filter: new Api.InputMessagesFilterPinned(),
            limit: 5,
          })),
        ].map((message) => message.message);
      expect(await pinned()).toEqual(['important']);
      await lab().bob.unpinMessage(room, sent.id);
      expect(await pinned()).toEqual([]);
      expect(await failure(lab().cid.pinMessage(room, sent.id))).toMatch(/^40[03] /);
    });

    it('reacts and takes the reaction back', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const sent = await lab().bob.sendMessage(room, { message: 'nice?' });
      const react = async (emoticons: readonly string[]) =>
        lab().ann.invoke(
          new Api.messages.SendReaction({
            peer: await lab().ann.getInputEntity(room),
            msgId: sent.id,
            reaction: emoticons.map((emoticon) => new Api.ReactionEmoji({ emoticon })),
          }),
        );
      const seen = async () =>
        ((await lab().bob.getMessages(room, { ids: [sent.id] }))[0]?.reactions?.results ?? []).map(
          ({ reaction, count }) => [(reaction as { emoticon?: string }).emoticon, count],
        );
      await react(['👍']);
      expect(await seen()).toEqual([['👍', 1]]);
      await react([]);
      expect(await seen()).toEqual([]);
    });
  });
}
