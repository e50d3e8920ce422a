import { describe, expect, it } from 'vitest';
import type { PeerRef } from '../world/model.js';
import { importParsedExport } from './index.js';
import { accountExport, personalChat } from './sample-export.js';

const world = importParsedExport(accountExport);
const ME = 101n;
const texts = (peer: PeerRef) => world.history(ME, peer)?.messages.map((message) => message.text);
const inPrivate = (id: number) => world.history(ME, { kind: 'user', id: 202n })?.get(id);

describe('the import of a whole account', () => {
  it('makes the person of the export the one account, under a made-up phone number', () => {
    expect([...world.accounts.keys()]).toEqual([ME]);
    expect(world.users.get(ME)).toMatchObject({
      firstName: 'Mia',
      lastName: 'Holm',
      username: 'miaholm',
      phone: '10000000001',
    });
    expect(world.accounts.get(ME)?.password).toBeUndefined();
  });

  it('brings each kind of chat with the ids of the export', () => {
    expect(world.chat({ kind: 'chat', id: 303n })).toMatchObject({ kind: 'group', title: 'Garden' });
    expect(world.chat({ kind: 'channel', id: 404n })).toMatchObject({ kind: 'supergroup' });
    expect(world.chat({ kind: 'channel', id: 606n })).toMatchObject({ kind: 'channel' });
    expect(world.users.get(707n)).toMatchObject({ bot: true, firstName: 'Helper' });
    expect(texts({ kind: 'user', id: ME })).toEqual(['remember']);
    expect(world.history(ME, { kind: 'user', id: 202n })?.ids).toEqual([
      1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008,
    ]);
  });

  it('brings contacts, and leaves out address-book entries without an account', () => {
    expect([...(world.accounts.get(ME)?.contacts ?? [])]).toEqual([202n]);
    expect(world.users.get(202n)).toMatchObject({ firstName: 'Ünal', lastName: 'Ay', phone: '004670111' });
  });

  it('knows a sender whose name is gone as a deleted account', () => {
    expect(world.users.get(505n)).toMatchObject({ deleted: true });
  });

  it('keeps what was said before a group was upgraded in the old group, under its real ids', () => {
    const old = [...world.groups.values()].find((group) => group.migratedTo === 404n);
    expect(old?.deactivated).toBe(true);
    expect(world.history(ME, { kind: 'chat', id: old?.id ?? 0n })?.ids).toEqual([500]);
    expect(world.channels.get(404n)?.history.get(1)?.action).toMatchObject({ chat_id: old?.id });
  });

  it('lists a left chat as left', () => {
    expect(world.channels.get(808n)?.members.get(ME)?.role).toBe('left');
    expect(world.accounts.get(ME)?.dialogs.has('channel:808')).toBe(false);
  });

  it('shows a channel post without a sender and a group post under the group', () => {
    const post = world.channels.get(606n)?.history.get(10);
    expect([post?.from, post?.postAuthor]).toEqual([undefined, 'Mia']);
    expect(world.channels.get(404n)?.history.get(3)?.from).toEqual({ kind: 'channel', id: 404n });
  });
});

describe('the import of messages', () => {
  it('turns text runs into entities that count UTF-16 units', () => {
    expect(inPrivate(1002)?.text).toBe('👩‍👩‍👧 see this and that');
    expect(inPrivate(1002)?.entities).toEqual([
      { _: 'messageEntityBold', offset: 13, length: 4 },
      { _: 'messageEntityTextUrl', offset: 22, length: 4, url: 'https://example.org/' },
    ]);
  });

  it('keeps replies, edits, forwards and reactions', () => {
    expect(inPrivate(1002)).toMatchObject({ replyTo: { id: 1001 }, editDate: 1_683_369_000 });
    expect(inPrivate(1002)?.replyTo?.message).toBe(inPrivate(1001));
    expect(inPrivate(1006)?.forward).toMatchObject({ fromName: 'Old Post' });
    expect(inPrivate(1001)?.reactions).toMatchObject([{ emoji: '❤', count: 1, by: [{ userId: ME }] }]);
  });

  it('keeps photos, files and voice notes that were not exported, with name and size', () => {
    expect(inPrivate(1003)?.media).toMatchObject({ kind: 'photo', size: 4321, width: 640, height: 480 });
    expect(inPrivate(1004)?.media).toMatchObject({
      kind: 'document',
      size: 99,
      mimeType: 'application/pdf',
      attributes: [{ _: 'documentAttributeFilename', file_name: 'plan.pdf' }],
    });
    expect(inPrivate(1005)?.media).toMatchObject({ attributes: [{ voice: true, duration: 7 }] });
    expect(inPrivate(1007)?.media).toMatchObject({ kind: 'other', media: { _: 'messageMediaPoll' } });
  });

  it('keeps service messages, and tells those it has no type for in words', () => {
    const garden = world.history(ME, { kind: 'chat', id: 303n });
    expect(garden?.get(900)?.action).toEqual({
      _: 'messageActionChatCreate',
      title: 'Garden',
      users: [ME, 202n],
    });
    expect(garden?.get(902)).toMatchObject({
      action: { _: 'messageActionPinMessage' },
      replyTo: { id: 901 },
    });
    expect([...(garden?.pinned ?? [])]).toEqual([901]);
    expect(garden?.get(903)?.action).toEqual({
      _: 'messageActionCustomAction',
      message: 'Mia Holm: dance on the table',
    });
    expect(inPrivate(1008)?.action).toMatchObject({ _: 'messageActionPhoneCall', duration: 61 });
  });

  it('reads a date without unix time as UTC', () => {
    const old = {
      ...personalChat,
      messages: [
        { id: 1, type: 'message', date: '2019-01-02T03:04:05', from: 'A', from_id: 101, text: 'old' },
      ],
    };
    const message = importParsedExport(old).history(ME, { kind: 'user', id: 202n })?.get(1);
    expect(message?.date).toBe(Date.UTC(2019, 0, 2, 3, 4, 5) / 1000);
  });
});

describe('the import of one chat', () => {
  const garden = accountExport.chats.list[2];

  it('finds out whose private chat it is: the one who is not the other end', () => {
    expect([...importParsedExport(personalChat).accounts.keys()]).toEqual([ME]);
  });

  it('takes the owner of a group from --me', () => {
    expect([...importParsedExport(garden, { me: 'user202' }).accounts.keys()]).toEqual([202n]);
    expect([...importParsedExport(garden, { me: '999' }).accounts.keys()]).toEqual([999n]);
  });

  it('asks for --me where a group does not say whose it is, and lists who wrote', () => {
    expect(() => importParsedExport(garden)).toThrow(
      /does not say whose it is. Pass --me .*101 \(Mia Holm\), 202 \(Ünal Ay\)/u,
    );
  });

  it('refuses a --me that cannot be right', () => {
    expect(() => importParsedExport(garden, { me: 'Mia' })).toThrow('a user id is a positive number');
    expect(() => importParsedExport(personalChat, { me: '202' })).toThrow('the other person');
    expect(() => importParsedExport(accountExport, { me: '202' })).toThrow('belongs to user 101, not 202');
  });
});
