import { describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import { failure, type Lab } from '../lab.js';
import { ANN, BOB, CID } from '../world.js';

/** Making chats, and who may do what in them. */
export function groupChecks(lab: () => Lab): void {
  /** A supergroup of Ann's, made over the wire. */
  const make = async (title: string, more: { readonly broadcast?: boolean } = {}) => {
    const { Api } = lab().library;
    const answer = await lab().ann.invoke(
      new Api.channels.CreateChannel({
        title,
        about: 'made by the checks',
        ...(more.broadcast === true ? { broadcast: true } : { megagroup: true }),
      }),
    );
    const [chat] = (answer as Telegram.Api.Updates).chats;
    if (!(chat instanceof Api.Channel) || chat.accessHash === undefined) throw new Error('no channel');
    return new Api.InputPeerChannel({ channelId: chat.id, accessHash: chat.accessHash });
  };
  const asChannel = ({ channelId, accessHash }: Telegram.Api.InputPeerChannel) =>
    new (lab().library.Api.InputChannel)({ channelId, accessHash });
  const invite = (peer: Telegram.Api.InputPeerChannel, users: readonly string[]) =>
    lab().ann.invoke(
      new (lab().library.Api.channels.InviteToChannel)({ channel: asChannel(peer), users: [...users] }),
    );
  const names = async (peer: Telegram.Api.InputPeerChannel) =>
    [...(await lab().ann.getParticipants(peer, {}))]
      .map((user) => user.firstName ?? '')
      .toSorted((one, other) => one.localeCompare(other));

  describe('groups', () => {
    it('are made, renamed and described', async () => {
      const { Api } = lab().library;
      const peer = await make('Before');
      await lab().ann.invoke(new Api.channels.EditTitle({ channel: asChannel(peer), title: 'After' }));
      const full = await lab().ann.invoke(new Api.channels.GetFullChannel({ channel: asChannel(peer) }));
      expect(full.chats[0]).toMatchObject({ title: 'After', megagroup: true, creator: true });
      expect(full.fullChat).toMatchObject({ about: 'made by the checks', participantsCount: 1 });
    });

    it('take in members and let them go', async () => {
      const { Api } = lab().library;
      const peer = await make('Guests');
      await invite(peer, [BOB.username, CID.username]);
      expect(await names(peer)).toEqual(['Ann', 'Bob', 'Cid']);
      await lab().ann.kickParticipant(peer, CID.username);
      expect(await names(peer)).toEqual(['Ann', 'Bob']);
      await lab().bob.invoke(new Api.channels.LeaveChannel({ channel: seenBy(BOB, peer) }));
      expect(await names(peer)).toEqual(['Ann']);
    });

    it('name those who could not be invited', async () => {
      const { Api } = lab().library;
      const key = new Api.InputPrivacyKeyChatInvite();
      const rules = (rule: Telegram.Api.TypeInputPrivacyRule) =>
        lab().cid.invoke(new Api.account.SetPrivacy({ key, rules: [rule] }));
      await rules(new Api.InputPrivacyValueDisallowAll());
      const peer = await make('Private people');
      const answer = await invite(peer, [CID.username]);
      await rules(new Api.InputPrivacyValueAllowAll());
      expect(answer.className).toBe('messages.InvitedUsers');
      expect(answer.missingInvitees.map(({ userId }) => String(userId))).toEqual([String(CID.id)]);
      expect(await names(peer)).toEqual(['Ann']);
    });

    it('ban, restrict and forgive', async () => {
      const { Api } = lab().library;
      const room = lab().room({ members: [ANN.id, CID.id] });
      const ban = (rights: object) =>
        lab().bob.invoke(
          new Api.channels.EditBanned({
            channel: room,
            participant: CID.username,
            bannedRights: new Api.ChatBannedRights({ untilDate: 0, ...rights }),
          }),
        );
      const write = () => failure(lab().cid.sendMessage(room, { message: 'may I?' }));
      await ban({ sendMessages: true });
      expect(await write()).toMatch(/^40[03] (CHAT_WRITE_FORBIDDEN|USER_BANNED_IN_CHANNEL|CHAT_RESTRICTED)$/);
      await ban({});
      expect(await write()).toBe('no error');
      await ban({ viewMessages: true });
      expect(await write()).toMatch(
        /^40[03] (CHANNEL_PRIVATE|CHAT_WRITE_FORBIDDEN|USER_BANNED_IN_CHANNEL|CHANNEL_INVALID)$/,
      );
      const kicked = await lab().bob.invoke(
        new Api.channels.GetParticipants({
          channel: room,
          filter: new Api.ChannelParticipantsKicked({ q: '' }),
          offset: 0,
          limit: 10,
          hash: lab().library.helpers.returnBigInt(0),
        }),
      );
      const users = 'users' in kicked ? kicked.users : [];
      expect(users.map(({ id }) => String(id))).toContain(String(CID.id));
      await ban({});
      const back = await failure(lab().cid.invoke(new Api.channels.JoinChannel({ channel: room })));
      expect([back, await write()]).toEqual(['no error', 'no error']);
    });

    it('are run by admins, with the rights they were given', async () => {
      const { Api } = lab().library;
      const room = lab().room({ members: [ANN.id, CID.id] });
      const theirs = await lab().cid.sendMessage(room, { message: 'delete me' });
      const remove = () => failure(lab().ann.deleteMessages(room, [theirs.id], { revoke: true }));
      expect(await remove()).toBe('403 MESSAGE_DELETE_FORBIDDEN');
      const promote = (client: Telegram.TelegramClient, userId: string, rights: object) =>
        client.invoke(
          new Api.channels.EditAdmin({
            channel: room,
            userId,
            adminRights: new Api.ChatAdminRights(rights),
            rank: 'helper',
          }),
        );
      expect(await failure(promote(lab().ann, CID.username, { deleteMessages: true }))).toMatch(
        /^40[03] (CHAT_ADMIN_REQUIRED|RIGHT_FORBIDDEN)$/,
      );
      await promote(lab().bob, ANN.username, { deleteMessages: true });
      expect(await remove()).toBe('no error');
      const admins = await lab().bob.getParticipants(room, { filter: new Api.ChannelParticipantsAdmins() });
      expect(new Set([...admins].map((user) => user.firstName))).toEqual(new Set(['Ann', 'Bob']));
    });

    it('are joined by an invite link', async () => {
      const { Api } = lab().library;
      const peer = await make('By link');
      const exported = await lab().ann.invoke(new Api.messages.ExportChatInvite({ peer }));
      const { link } = exported as Telegram.Api.ChatInviteExported;
      const hash = link.slice(link.lastIndexOf('/') + 1).replace('+', '');
      const look = () => lab().cid.invoke(new Api.messages.CheckChatInvite({ hash }));
      expect(await look()).toMatchObject({ className: 'ChatInvite', title: 'By link' });
      await lab().cid.invoke(new Api.messages.ImportChatInvite({ hash }));
      expect((await look()).className).toBe('ChatInviteAlready');
      expect(await names(peer)).toEqual(['Ann', 'Cid']);
      const again = lab().cid.invoke(new Api.messages.ImportChatInvite({ hash }));
      expect(await failure(again)).toBe('400 USER_ALREADY_PARTICIPANT');
      const wrong = lab().cid.invoke(new Api.messages.CheckChatInvite({ hash: 'no_such_link' }));
      expect(await failure(wrong)).toMatch(/^40[06] INVITE_HASH_(INVALID|EXPIRED)$/);
    });

    it('are joined on request', async () => {
      const { Api } = lab().library;
      const peer = await make('On request');
      const exported = await lab().ann.invoke(
        new Api.messages.ExportChatInvite({ peer, requestNeeded: true }),
      );
      const { link } = exported as Telegram.Api.ChatInviteExported;
      const hash = link.slice(link.lastIndexOf('/') + 1).replace('+', '');
      const ask = lab().cid.invoke(new Api.messages.ImportChatInvite({ hash }));
      expect(await failure(ask)).toBe('400 INVITE_REQUEST_SENT');
      expect(await names(peer)).toEqual(['Ann']);
      await lab().ann.invoke(
        new Api.messages.HideChatJoinRequest({ peer, userId: CID.username, approved: true }),
      );
      expect(await names(peer)).toEqual(['Ann', 'Cid']);
    });

    it('grow from basic groups to supergroups', async () => {
      const { Api, helpers } = lab().library;
      const answer = await lab().ann.invoke(
        new Api.messages.CreateChat({ title: 'Small', users: [BOB.username] }),
      );
      const chatId = (answer.updates as Telegram.Api.Updates).chats[0]?.id;
      const grown = await lab().ann.invoke(
        new Api.messages.MigrateChat({ chatId: chatId ?? helpers.returnBigInt(0) }),
      );
      const channel = (grown as Telegram.Api.Updates).chats.find((chat) => chat instanceof Api.Channel);
      expect(channel).toMatchObject({ title: 'Small', megagroup: true });
      const old = await lab().ann.invoke(
        new Api.messages.GetFullChat({ chatId: chatId ?? helpers.returnBigInt(0) }),
      );
      expect(old.chats.some((chat) => chat instanceof Api.Chat && chat.migratedTo !== undefined)).toBe(true);
    });
  });

  /** The channel as somebody else may name it. */
  const seenBy = (person: typeof BOB, { channelId }: Telegram.Api.InputPeerChannel) => {
    const { Api, helpers } = lab().library;
    const hash = lab().world.accessHash(person.id, { kind: 'channel', id: BigInt(String(channelId)) });
    return new Api.InputChannel({ channelId, accessHash: helpers.returnBigInt(hash) });
  };
}
