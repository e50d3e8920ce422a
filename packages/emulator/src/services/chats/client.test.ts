import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type { StringSession as StringSessionType } from 'telegram/sessions/index.js';
import { startEmulator } from '../../server/index.js';
import type { Emulator } from '../../server/index.js';
import { isMember } from '../../world/data.js';
import { createWorld } from '../../world/world.js';

/* What people do with groups, done by the real client library over the wire. */

const load = createRequire(import.meta.url);
const ANN = 7001n;
const BOB = 7002n;
const SHY = 7003n;
let emulator: Emulator;
let ann: Telegram.TelegramClient;
let bob: Telegram.TelegramClient;
let Api: typeof Telegram.Api;

function makeWorld() {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+15550001', firstName: 'Ann', username: 'annie' });
  world.addAccount({ id: BOB, phone: '+15550002', firstName: 'Bob', username: 'bobby' });
  world.addUser({
    id: SHY,
    firstName: 'Shy',
    username: 'shy_one',
    privacy: { chat_invite: { base: 'nobody' } },
  });
  return world;
}

async function connect(userId: bigint): Promise<Telegram.TelegramClient> {
  const { TelegramClient } = load('telegram') as typeof Telegram;
  const { StringSession } = load('telegram/sessions') as { StringSession: typeof StringSessionType };
  const { Logger, LogLevel } = load('telegram/extensions/Logger.js') as {
    Logger: new (level: string) => Telegram.Logger;
    LogLevel: { NONE: string };
  };
  const client = new TelegramClient(new StringSession(emulator.mintSession(userId)), 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
  });
  await client.connect();
  return client;
}

beforeAll(async () => {
  emulator = await startEmulator({ world: makeWorld });
  const { TGMCP_EMULATOR } = emulator.env;
  if (TGMCP_EMULATOR === undefined) throw new Error('the emulator names no environment');
  process.env['TGMCP_EMULATOR'] = TGMCP_EMULATOR;
  load('../../../preload/preload.cjs');
  ({ Api } = load('telegram') as typeof Telegram);
  [ann, bob] = [await connect(ANN), await connect(BOB)];
});

afterAll(async () => {
  await ann.destroy();
  await bob.destroy();
  await emulator.stop();
});

describe('a client library', () => {
  it('makes a group, fills it, throws somebody out and lets that person back by link', async () => {
    const { world } = emulator;
    await ann.invoke(new Api.channels.CreateChannel({ title: 'Birds', about: '', megagroup: true }));
    const [group] = world.channels.values();
    if (group === undefined) throw new Error('no group');
    const input = await ann.getInputEntity(`-100${group.id}`);
    const added = await ann.invoke(
      new Api.channels.InviteToChannel({ channel: input, users: ['bobby', 'shy_one'] }),
    );
    expect(added.missingInvitees.map((one) => String(one.userId))).toEqual([String(SHY)]);
    expect(isMember(group, BOB)).toBe(true);
    const names = [...(await ann.getParticipants(input))].map((user) => user.firstName);
    expect(names).toEqual(['Ann', 'Bob']);
    await ann.kickParticipant(input, 'bobby');
    expect(group.members.get(BOB)).toMatchObject({ role: 'left' });
    const exported = await ann.invoke(new Api.messages.ExportChatInvite({ peer: input }));
    if (!(exported instanceof Api.ChatInviteExported)) throw new Error('no link');
    const hash = exported.link.replace('https://t.me/+', '');
    const preview = await bob.invoke(new Api.messages.CheckChatInvite({ hash }));
    expect(preview).toMatchObject({ className: 'ChatInvite', title: 'Birds', participantsCount: 1 });
    await bob.invoke(new Api.messages.ImportChatInvite({ hash }));
    await expect(bob.invoke(new Api.messages.ImportChatInvite({ hash }))).rejects.toMatchObject({
      errorMessage: 'USER_ALREADY_PARTICIPANT',
    });
    const [dialog] = await bob.getDialogs({ limit: 5 });
    expect(dialog?.title).toBe('Birds');
    await bob.invoke(new Api.channels.LeaveChannel({ channel: await bob.getInputEntity(`-100${group.id}`) }));
    expect(isMember(group, BOB)).toBe(false);
  });

  it('makes a small group a supergroup and reads what was before', async () => {
    const made = await ann.invoke(new Api.messages.CreateChat({ users: ['bobby'], title: 'Club' }));
    if (!(made.updates instanceof Api.Updates)) throw new Error('no updates');
    const chatId = made.updates.chats[0]?.id;
    if (chatId === undefined) throw new Error('no chat');
    await ann.sendMessage(`-${String(chatId)}`, { message: 'before' });
    await ann.invoke(new Api.messages.MigrateChat({ chatId }));
    const group = [...emulator.world.channels.values()].find((one) => one.title === 'Club');
    if (group === undefined) throw new Error('no supergroup');
    const full = await bob.invoke(
      new Api.channels.GetFullChannel({
        channel: new Api.InputChannel({
          channelId: (await bob.getDialogs({})).find((one) => one.id?.toString() === `-100${group.id}`)
            ?.entity?.id as never,
          accessHash: (load('big-integer') as (value: string) => never)(
            String(emulator.world.accessHash(BOB, { kind: 'channel', id: group.id })),
          ),
        }),
      }),
    );
    expect(full.fullChat).toMatchObject({ migratedFromChatId: chatId });
    const old = await bob.getMessages(`-${String(chatId)}`, { limit: 5 });
    expect([...old].map((message) => message.message || message.action?.className)).toEqual([
      'MessageActionChatMigrateTo',
      'before',
      'MessageActionChatCreate',
    ]);
  });

  it('keeps the rules of the protocol while it does so', () => {
    expect(emulator.protocolErrors).toEqual([]);
    expect(emulator.unimplemented).toEqual([]);
  });
});
