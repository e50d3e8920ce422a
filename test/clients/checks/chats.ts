import { describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type { Lab } from '../lab.js';
import { ANN, BOB, BOT, NEWS } from '../world.js';

/** What a chat holds besides plain messages, and how it lies in the list. */
export function chatChecks(lab: () => Lab): void {
  const dialogOf = async (room: string) => {
    const { Api } = lab().library;
    const peer = new Api.InputDialogPeer({ peer: await lab().ann.getInputEntity(room) });
    const { dialogs } = await lab().ann.invoke(new Api.messages.GetPeerDialogs({ peers: [peer] }));
    return dialogs[0] as Telegram.Api.Dialog;
  };
  const input = async (room: string) =>
    new (lab().library.Api.InputDialogPeer)({ peer: await lab().ann.getInputEntity(room) });

  describe('chats', () => {
    it('keep a draft, for other sessions too', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const save = async (message: string) =>
        lab().ann.invoke(new Api.messages.SaveDraft({ peer: await lab().ann.getInputEntity(room), message }));
      await save('half a thought');
      expect((await dialogOf(room)).draft).toMatchObject({ message: 'half a thought' });
      await save('');
      expect((await dialogOf(room)).draft?.className).not.toBe('DraftMessage');
    });

    it('are pinned, archived, muted and marked as unread', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      await lab().bob.sendMessage(room, { message: 'something' });
      const peer = await input(room);
      await lab().ann.invoke(new Api.messages.ToggleDialogPin({ peer, pinned: true }));
      expect(await dialogOf(room)).toMatchObject({ pinned: true });
      await lab().ann.invoke(new Api.messages.ToggleDialogPin({ peer }));
      await lab().ann.invoke(new Api.messages.MarkDialogUnread({ peer, unread: true }));
      expect(await dialogOf(room)).toMatchObject({ pinned: false, unreadMark: true });
      const folderPeers = [
        new Api.InputFolderPeer({ peer: await lab().ann.getInputEntity(room), folderId: 1 }),
      ];
      await lab().ann.invoke(new Api.folders.EditPeerFolders({ folderPeers }));
      expect(await dialogOf(room)).toMatchObject({ folderId: 1 });
      const notify = new Api.InputNotifyPeer({ peer: await lab().ann.getInputEntity(room) });
      const settings = new Api.InputPeerNotifySettings({ muteUntil: 2_000_000_000 });
      await lab().ann.invoke(new Api.account.UpdateNotifySettings({ peer: notify, settings }));
      expect((await dialogOf(room)).notifySettings).toMatchObject({ muteUntil: 2_000_000_000 });
    });

    it('lie in folders', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const filter = new Api.DialogFilter({
        id: 7,
        title: titled('Work'),
        pinnedPeers: [],
        includePeers: [await lab().ann.getInputEntity(room)],
        excludePeers: [],
      });
      await lab().ann.invoke(new Api.messages.UpdateDialogFilter({ id: 7, filter }));
      const { filters } = await lab().ann.invoke(new Api.messages.GetDialogFilters());
      const found = filters.find((one) => one instanceof Api.DialogFilter && one.id === 7);
      expect(found).toMatchObject({ title: { text: 'Work' } });
      await lab().ann.invoke(new Api.messages.UpdateDialogFilter({ id: 7 }));
      const after = await lab().ann.invoke(new Api.messages.GetDialogFilters());
      expect(after.filters.some((one) => one instanceof Api.DialogFilter && one.id === 7)).toBe(false);
    });

    it('send a message later, and at once when asked', async () => {
      const { Api } = lab().library;
      const room = lab().room();
      const schedule = Math.floor(lab().emulator.clock.now() / 1000) + 86_400;
      await lab().bob.sendMessage(room, { message: 'tomorrow', schedule });
      const texts = async () => [...(await lab().ann.getMessages(room, {}))].map((one) => one.message);
      expect(await texts()).not.toContain('tomorrow');
      const peer = await lab().bob.getInputEntity(room);
      const waiting = await lab().bob.invoke(
        new Api.messages.GetScheduledHistory({ peer, hash: lab().library.helpers.returnBigInt(0) }),
      );
      const messages = 'messages' in waiting ? waiting.messages : [];
      expect(messages.map((one) => (one as Telegram.Api.Message).message)).toEqual(['tomorrow']);
      await lab().bob.invoke(
        new Api.messages.SendScheduledMessages({ peer, id: messages.map(({ id }) => id) }),
      );
      expect(await texts()).toContain('tomorrow');
    });

    it('take comments below a channel’s post', async () => {
      const { Api } = lab().library;
      const talk = lab().room();
      const place = lab().world.usernames.get(talk);
      const channel = lab().world.addChannel({
        title: 'Talked about',
        username: `about_${talk}`,
        creator: BOB.id,
        members: [ANN.id],
      });
      const group = await lab().bob.getInputEntity(talk);
      const broadcast = await lab().bob.getInputEntity(`about_${talk}`);
      await lab().bob.invoke(new Api.channels.SetDiscussionGroup({ broadcast, group }));
      expect(lab().world.channels.get(channel.id)?.linkedChatId).toBe(place?.id);
      const post = await lab().bob.sendMessage(broadcast, { message: 'what do you think?' });
      await lab().ann.sendMessage(`about_${talk}`, { message: 'much', commentTo: post.id });
      const comments = await lab().bob.getMessages(broadcast, { replyTo: post.id, limit: 5 });
      expect([...comments].map((one) => one.message)).toEqual(['much']);
    });

    it('count a post’s views only when they are told of one', async () => {
      const { Api } = lab().library;
      const post = await lab().ann.sendMessage(NEWS.username, { message: 'read this' });
      const views = async (increment: boolean) => {
        const peer = await lab().bob.getInputEntity(NEWS.username);
        const answer = await lab().bob.invoke(
          new Api.messages.GetMessagesViews({ peer, id: [post.id], increment }),
        );
        return answer.views[0]?.views ?? 0;
      };
      const before = await views(false);
      expect(await views(false)).toBe(before);
      expect(await views(true)).toBe(before + 1);
      expect(await views(true)).toBe(before + 1);
    });

    it('show a bot’s buttons, and the bot answers a press', async () => {
      const { Api } = lab().library;
      await lab().ann.sendMessage(BOT.username, { message: '/start' });
      const offer = async () => (await lab().ann.getMessages(BOT.username, { limit: 1 }))[0];
      await expect.poll(async () => (await offer())?.message).toBe('Tea or coffee?');
      const message = await offer();
      const buttons = (message?.replyMarkup as Telegram.Api.ReplyInlineMarkup | undefined)?.rows[0]?.buttons;
      expect(buttons?.map(({ text }) => text)).toEqual(['Tea', 'Coffee']);
      const answer = await lab().ann.invoke(
        new Api.messages.GetBotCallbackAnswer({
          peer: await lab().ann.getInputEntity(BOT.username),
          msgId: message?.id ?? 0,
          data: Buffer.from('tea'),
        }),
      );
      expect(answer.message).toBe('One tea!');
      await expect.poll(async () => (await offer())?.message).toBe('You chose tea.');
    });

    it('take polls and votes', async () => {
      const { Api, helpers } = lab().library;
      const room = lab().room();
      const poll = new Api.Poll({
        id: helpers.returnBigInt(0),
        question: titled('Which?'),
        answers: ['this', 'that'].map(
          (text, index) => new Api.PollAnswer({ text: titled(text), option: Buffer.from([index]) }),
        ),
      });
      const sent = await lab().bob.sendFile(room, { file: new Api.InputMediaPoll({ poll }) });
      const peer = await lab().ann.getInputEntity(room);
      await lab().ann.invoke(
        new Api.messages.SendVote({ peer, msgId: sent.id, options: [Buffer.from([1])] }),
      );
      const [seen] = await lab().ann.getMessages(room, { ids: [sent.id] });
      const results = (seen?.media as Telegram.Api.MessageMediaPoll | undefined)?.results;
      expect(results?.totalVoters).toBe(1);
      expect(results?.results?.map(({ voters, chosen }) => [voters ?? 0, chosen ?? false])).toEqual([
        [0, false],
        [1, true],
      ]);
    });

    it('are forums with topics', async () => {
      const room = lab().room({ forum: true });
      const made = await lab().library.makeTopic(lab().bob, await lab().bob.getInputEntity(room), 'Cats');
      await lab().ann.sendMessage(room, { message: 'meow', replyTo: made });
      const listed = await lab().library.topics(lab().ann, await lab().ann.getInputEntity(room));
      expect(listed).toEqual(expect.arrayContaining(['Cats']));
      const within = await lab().bob.getMessages(room, { replyTo: made, limit: 5 });
      expect([...within].map((one) => one.message)).toContain('meow');
    });
  });

  /** A text with formatting, as newer layers want titles. */
  const titled = (text: string) => new (lab().library.Api.TextWithEntities)({ text, entities: [] });
}
