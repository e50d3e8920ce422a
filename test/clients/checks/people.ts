import { describe, expect, it } from 'vitest';
import { failure, type Lab } from '../lab.js';
import { ANN, BOB, CID, EVE, GROUP, PNG } from '../world.js';

/** People: oneself, others, contacts, phone numbers. */
export function peopleChecks(lab: () => Lab): void {
  describe('people', () => {
    it('are oneself', async () => {
      const me = await lab().ann.getMe();
      expect(me).toMatchObject({ self: true, firstName: ANN.firstName, username: ANN.username, bot: false });
      expect(me.phone).toBe(ANN.phone.replace('+', ''));
    });

    it('are found by username, however it is written', async () => {
      for (const name of [BOB.username, `@${BOB.username}`, BOB.username.toUpperCase()]) {
        const client = await lab().another(ANN);
        expect(String((await client.getEntity(name)).id)).toBe(String(BOB.id));
      }
    });

    it('are asked for many at once, in order', async () => {
      const { Api } = lab().library;
      const [bob, cid] = [lab().peer(ANN, BOB), lab().peer(ANN, CID)].map(
        ({ userId, accessHash }) => new Api.InputUser({ userId, accessHash }),
      );
      if (bob === undefined || cid === undefined) throw new Error('unreachable');
      const found = await lab().ann.invoke(
        new Api.users.GetUsers({ id: [cid, new Api.InputUserSelf(), bob] }),
      );
      expect(found.map((user) => (user as { firstName?: string }).firstName)).toEqual(['Cid', 'Ann', 'Bob']);
    });

    it('have a description', async () => {
      const { Api } = lab().library;
      const full = await lab().ann.invoke(new Api.users.GetFullUser({ id: BOB.username }));
      expect(full.fullUser.about).toBe(BOB.about);
      expect(full.users.map((user) => String(user.id))).toContain(String(BOB.id));
    });

    it('are contacts, or not', async () => {
      const { Api } = lab().library;
      const answer = await lab().ann.invoke(new Api.contacts.GetContacts({}));
      if (!(answer instanceof Api.contacts.Contacts)) throw new Error(answer.className);
      const ids = answer.contacts.map((contact) => [String(contact.userId), contact.mutual]);
      expect(ids).toEqual(
        expect.arrayContaining([
          [String(EVE.id), false],
          [String(BOB.id), true],
        ]),
      );
      expect(ids.map(([id]) => id)).not.toContain(String(CID.id));
    });

    it('become contacts and stop being so', async () => {
      const { Api } = lab().library;
      const isContact = async () => (await lab().cid.getEntity(BOB.username)) as { contact?: boolean };
      const id = BOB.username;
      await lab().cid.invoke(
        new Api.contacts.AddContact({ id, firstName: 'Bobby', lastName: '', phone: '' }),
      );
      const fresh = await lab().another(CID);
      expect(await fresh.getEntity(id)).toMatchObject({ contact: true, firstName: 'Bobby' });
      await lab().cid.invoke(new Api.contacts.DeleteContacts({ id: [id] }));
      expect((await isContact()).contact).toBe(false);
    });

    it('are found by phone number', async () => {
      const { Api } = lab().library;
      const found = await lab().ann.invoke(new Api.contacts.ResolvePhone({ phone: EVE.phone }));
      expect(String((found.peer as { userId?: unknown }).userId)).toBe(String(EVE.id));
      expect(await failure(lab().ann.invoke(new Api.contacts.ResolvePhone({ phone: '+19999999' })))).toBe(
        '400 PHONE_NOT_OCCUPIED',
      );
    });

    it('are found by name', async () => {
      const { Api } = lab().library;
      const found = await lab().ann.invoke(new Api.contacts.Search({ q: 'bob', limit: 10 }));
      expect(found.users.map((user) => String(user.id))).toContain(String(BOB.id));
    });

    it('show a photo of themselves', async () => {
      const { Api, CustomFile } = lab().library;
      const file = await lab().cid.uploadFile({
        file: new CustomFile('me.png', PNG.length, '', Buffer.from(PNG)),
        workers: 1,
      });
      await lab().cid.invoke(new Api.photos.UploadProfilePhoto({ file }));
      const fresh = await lab().another(ANN);
      const small = await fresh.downloadProfilePhoto(CID.username);
      // The service makes its own picture of it, as JPEG.
      expect(Buffer.isBuffer(small) && small.subarray(0, 3).toString('hex')).toBe('ffd8ff');
      const { photos } = await fresh.invoke(
        new Api.photos.GetUserPhotos({
          userId: CID.username,
          offset: 0,
          maxId: lab().library.helpers.returnBigInt(0),
          limit: 5,
        }),
      );
      expect(photos).toHaveLength(1);
    });

    it('share chats', async () => {
      const { Api } = lab().library;
      const shared = await lab().ann.invoke(
        new Api.messages.GetCommonChats({ userId: BOB.username, limit: 100 }),
      );
      expect(shared.chats.map((chat) => (chat as { title?: string }).title)).toContain(GROUP.title);
    });

    it('are blocked, listed as such and unblocked', async () => {
      const { Api } = lab().library;
      const id = lab().peer(ANN, CID);
      const blocked = async () =>
        (await lab().ann.invoke(new Api.contacts.GetBlocked({ limit: 10 }))).users.map((user) =>
          String(user.id),
        );
      await lab().ann.invoke(new Api.contacts.Block({ id }));
      expect(await blocked()).toEqual([String(CID.id)]);
      expect(await failure(lab().cid.sendMessage(ANN.username, { message: 'psst' }))).toMatch(
        /^(400 YOU_BLOCKED_USER|403 USER_IS_BLOCKED|400 USER_IS_BLOCKED|no error)$/,
      );
      await lab().ann.invoke(new Api.contacts.Unblock({ id }));
      expect(await blocked()).toEqual([]);
    });
  });
}
