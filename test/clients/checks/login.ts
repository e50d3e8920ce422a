import { describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import { failure, type Lab, type Person } from '../lab.js';
import { ANN, BOB, CID, DAN } from '../world.js';

type Client = Telegram.TelegramClient;

/** Logins: by code, password and QR, and what can go wrong. */
export function loginChecks(lab: () => Lab): void {
  const sendCode = async (client: Client, phoneNumber: string) => {
    const { Api } = lab().library;
    const settings = new Api.CodeSettings({});
    const sent = await client.invoke(
      new Api.auth.SendCode({ phoneNumber, apiId: 1, apiHash: 'hash', settings }),
    );
    if (!(sent instanceof Api.auth.SentCode)) throw new Error(`no code was sent but ${sent.className}`);
    return sent;
  };
  const signIn = (client: Client, phoneNumber: string, phoneCodeHash: string, phoneCode: string) =>
    client.invoke(new (lab().library.Api.auth.SignIn)({ phoneNumber, phoneCodeHash, phoneCode }));
  const givePassword = async (client: Client, text: string) => {
    const { Api, computeCheck } = lab().library;
    const challenge = await client.invoke(new Api.account.GetPassword());
    return client.invoke(new Api.auth.CheckPassword({ password: await computeCheck(challenge, text) }));
  };
  /** A client at the point where the password is asked for. */
  const awaitingPassword = async (person: Person): Promise<Client> => {
    const client = await lab().connect();
    const { phoneCodeHash } = await sendCode(client, person.phone);
    expect(await failure(signIn(client, person.phone, phoneCodeHash, person.code))).toBe(
      '401 SESSION_PASSWORD_NEEDED',
    );
    return client;
  };
  const showToken = async (client: Client) =>
    client.invoke(
      new (lab().library.Api.auth.ExportLoginToken)({ apiId: 1, apiHash: 'hash', exceptIds: [] }),
    );
  const scan = async (client: Client, shown: Telegram.Api.auth.TypeLoginToken) => {
    const { Api } = lab().library;
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(`no token but ${shown.className}`);
    await client.invoke(new Api.auth.AcceptLoginToken({ token: shown.token }));
  };

  describe('login', () => {
    it('by code', async () => {
      const client = await lab().connect();
      const sent = await sendCode(client, ANN.phone);
      expect(sent.type).toMatchObject({ length: ANN.code.length });
      const answer = await signIn(client, ANN.phone, sent.phoneCodeHash, ANN.code);
      expect(answer.className).toBe('auth.Authorization');
      expect(String((await client.getMe()).id)).toBe(String(ANN.id));
    });

    it('outlives its client in the session', async () => {
      const client = await lab().connect();
      const sent = await sendCode(client, CID.phone);
      await signIn(client, CID.phone, sent.phoneCodeHash, CID.code);
      const session = lab().library.save(client);
      await client.destroy();
      const again = await lab().connect(session);
      expect((await again.getMe()).username).toBe(CID.username);
    });

    it('refuses a wrong code, then takes the right one', async () => {
      const client = await lab().connect();
      const { phoneCodeHash } = await sendCode(client, ANN.phone);
      expect(await failure(signIn(client, ANN.phone, phoneCodeHash, '00000'))).toBe('400 PHONE_CODE_INVALID');
      expect(await failure(signIn(client, ANN.phone, phoneCodeHash, ''))).toBe('400 PHONE_CODE_EMPTY');
      expect(await failure(client.invoke(new (lab().library.Api.updates.GetState)()))).toBe(
        '401 AUTH_KEY_UNREGISTERED',
      );
      await signIn(client, ANN.phone, phoneCodeHash, ANN.code);
      expect((await client.getMe()).firstName).toBe('Ann');
    });

    it('refuses the hash of another request', async () => {
      const client = await lab().connect();
      await sendCode(client, ANN.phone);
      expect(await failure(signIn(client, ANN.phone, 'nonsense', ANN.code))).toMatch(
        /^400 PHONE_CODE_(EXPIRED|HASH_EMPTY|INVALID)$/,
      );
    });

    it('sends the code again', async () => {
      const { Api } = lab().library;
      const client = await lab().connect();
      const first = await sendCode(client, ANN.phone);
      const resent = await client.invoke(
        new Api.auth.ResendCode({ phoneNumber: ANN.phone, phoneCodeHash: first.phoneCodeHash }),
      );
      if (!(resent instanceof Api.auth.SentCode)) throw new Error(resent.className);
      await signIn(client, ANN.phone, resent.phoneCodeHash, ANN.code);
      expect((await client.getMe()).firstName).toBe('Ann');
    });

    it('refuses a number that is none', async () => {
      const client = await lab().connect();
      expect(await failure(sendCode(client, '12'))).toMatch(/^40[06] PHONE_NUMBER_INVALID$/);
    });

    it('asks for the password, with its hint, and takes only the right one', async () => {
      const client = await awaitingPassword(BOB);
      const challenge = await client.invoke(new (lab().library.Api.account.GetPassword)());
      expect(challenge).toMatchObject({ hasPassword: true, hint: BOB.passwordHint });
      expect(await failure(givePassword(client, 'wrong'))).toBe('400 PASSWORD_HASH_INVALID');
      await givePassword(client, BOB.password);
      expect((await client.getMe()).username).toBe(BOB.username);
    });

    it('lets nobody in who owes the password', async () => {
      const client = await awaitingPassword(BOB);
      expect(await failure(client.invoke(new (lab().library.Api.updates.GetState)()))).toMatch(
        /^401 (AUTH_KEY_UNREGISTERED|SESSION_PASSWORD_NEEDED)$/,
      );
    });

    it('by QR code, which another client scans', async () => {
      const client = await lab().connect();
      await scan(lab().ann, await showToken(client));
      const answer = await showToken(client);
      expect(answer.className).toBe('auth.LoginTokenSuccess');
      expect((await client.getMe()).firstName).toBe('Ann');
    });

    it('by QR code with a password', async () => {
      const client = await lab().connect();
      await scan(lab().bob, await showToken(client));
      expect(await failure(showToken(client))).toBe('401 SESSION_PASSWORD_NEEDED');
      await givePassword(client, BOB.password);
      expect((await client.getMe()).firstName).toBe('Bob');
    });

    it('refuses a token that is none or was used', async () => {
      const { Api } = lab().library;
      const accept = (token: Buffer) => lab().ann.invoke(new Api.auth.AcceptLoginToken({ token }));
      expect(await failure(accept(Buffer.alloc(16)))).toMatch(/^400 AUTH_TOKEN_(INVALIDX?|EXPIRED)$/);
      const client = await lab().connect();
      const shown = await showToken(client);
      await scan(lab().ann, shown);
      const { token } = shown as Telegram.Api.auth.LoginToken;
      expect(await failure(accept(token))).toMatch(/^400 AUTH_TOKEN_(ALREADY_ACCEPTED|INVALIDX?|EXPIRED)$/);
    });

    it('goes on in the data centre where the account lives', async () => {
      const client = await lab().connect();
      const sent = await sendCode(client, DAN.phone);
      await signIn(client, DAN.phone, sent.phoneCodeHash, DAN.code);
      expect((await client.getMe()).firstName).toBe(DAN.firstName);
      expect(client.session.dcId).toBe(DAN.dc);
      const again = await lab().connect(lab().library.save(client));
      expect((await again.getMe()).firstName).toBe(DAN.firstName);
    });

    it.each([
      ['unregistered', '401 AUTH_KEY_UNREGISTERED'],
      ['revoked', '401 SESSION_REVOKED'],
      ['expired', '401 SESSION_EXPIRED'],
      ['deactivated', '401 USER_DEACTIVATED'],
      ['duplicated', '406 AUTH_KEY_DUPLICATED'],
    ] as const)('can be ended from outside: %s', async (end, answer) => {
      const known = new Set(
        lab()
          .emulator.keys.of()
          .map((key) => key.id),
      );
      const client = await lab().another(CID);
      const state = () => client.invoke(new (lab().library.Api.updates.GetState)());
      await state();
      const key = lab()
        .emulator.keys.of(CID.id)
        .find(({ id }) => !known.has(id));
      if (key === undefined) throw new Error('no key was made');
      expect(lab().emulator.endSessions(end, { authKeyId: key.id })).toBe(1);
      expect(await failure(state())).toBe(answer);
      expect((await lab().cid.getMe()).firstName).toBe(CID.firstName);
    });

    it('ends with a log-out', async () => {
      const client = await lab().another(CID);
      await client.invoke(new (lab().library.Api.auth.LogOut)());
      expect(await failure(client.invoke(new (lab().library.Api.updates.GetState)()))).toBe(
        '401 AUTH_KEY_UNREGISTERED',
      );
    });
  });
}
