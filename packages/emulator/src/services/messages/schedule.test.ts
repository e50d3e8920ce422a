import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const annSession = new TestSession(world, ann);
  const bobPeer: PeerRef = { kind: 'user', id: bob };
  const peer = annSession.input(bobPeer);
  const send = (schedule_date: number, random_id = 1n, fields: Readonly<Record<string, TlValue>> = {}) =>
    annSession.call('messages.sendMessage', { peer, message: 'later', random_id, schedule_date, ...fields });
  const waiting = async () =>
    objectsOf(await annSession.call('messages.getScheduledHistory', { peer, hash: 0n }), 'messages');
  return { world, ann, bob, annSession, bobPeer, peer, send, waiting };
}

const NOW = 1_760_000_000;

function namesOf(answer: TlObject) {
  return objectsOf(answer, 'updates').map((update) => update._);
}

describe('a scheduled message', () => {
  it('waits under an id of its own, seen by its author alone', async () => {
    const { world, ann, bob, bobPeer, annSession, send, waiting } = setUp();
    const answer = await send(NOW + 3600);
    expect(namesOf(answer)).toEqual(['updateMessageID', 'updateNewScheduledMessage']);
    expect(await waiting()).toMatchObject([{ id: 1, date: NOW + 3600, message: 'later', out: true }]);
    expect(world.history(ann, bobPeer)).toBeUndefined();
    expect(world.history(bob, { kind: 'user', id: ann })).toBeUndefined();
    expect(annSession.pushed.map(({ userId }) => userId)).toEqual([ann]);
  });

  it('is sent when its time comes, and both sides are told', async () => {
    const { world, ann, bob, bobPeer, annSession, send, waiting } = setUp();
    await send(NOW + 3600);
    annSession.pass(3599);
    expect(await waiting()).toHaveLength(1);
    annSession.pushed.length = 0;
    annSession.pass(1);
    expect(await waiting()).toEqual([]);
    expect(world.history(ann, bobPeer)?.top).toMatchObject({ text: 'later', date: NOW + 3600 });
    expect(
      annSession.pushed.map(({ userId, updates }) => [userId, objectsOf(updates, 'updates')[0]]),
    ).toMatchObject([
      [ann, { _: 'updateNewMessage', message: { from_scheduled: true } }],
      [bob, { _: 'updateNewMessage', message: { message: 'later' } }],
      [ann, { _: 'updateDeleteScheduledMessages', messages: [1], sent_messages: [1] }],
    ]);
  });

  it('gets an id that no message which waited before it had', async () => {
    const { annSession, peer, send, waiting } = setUp();
    await send(NOW + 3600, 1n);
    await annSession.call('messages.deleteScheduledMessages', { peer, id: [1] });
    await send(NOW + 60, 2n);
    annSession.pass(60);
    await send(NOW + 3600, 3n);
    expect(await waiting()).toMatchObject([{ id: 3 }]);
  });

  it('keeps its random_id, waiting and sent', async () => {
    const { world, ann, bobPeer, annSession, send, waiting } = setUp();
    await send(NOW + 3600);
    expect(namesOf(await send(NOW + 7200))).toEqual(['updateMessageID', 'updateNewScheduledMessage']);
    expect(await waiting()).toHaveLength(1);
    annSession.pass(3600);
    const repeat = await send(NOW + 9000);
    expect(objectsOf(repeat, 'updates')[1]).toMatchObject({ _: 'updateNewMessage', pts_count: 0 });
    expect(world.history(ann, bobPeer)?.size).toBe(1);
  });

  it('is sent at once when it is nearly due or when its author says so, and can be withdrawn', async () => {
    const { world, ann, bobPeer, annSession, peer, send, waiting } = setUp();
    await send(NOW + 5);
    expect(world.history(ann, bobPeer)?.size).toBe(1);
    await send(NOW + 100, 2n);
    await send(NOW + 200, 3n);
    expect((await waiting()).map((message) => message['id'])).toEqual([2, 1]);
    const sent = await annSession.call('messages.sendScheduledMessages', { peer, id: [1] });
    expect(namesOf(sent)).toEqual(['updateDeleteScheduledMessages', 'updateNewMessage']);
    expect(await annSession.failure('messages.sendScheduledMessages', { peer, id: [1] })).toBe(
      '400 MESSAGE_ID_INVALID',
    );
    await annSession.call('messages.deleteScheduledMessages', { peer, id: [2] });
    expect(await waiting()).toEqual([]);
    annSession.pass(1000);
    expect(world.history(ann, bobPeer)?.size).toBe(2);
  });

  it('may wait for a person to come online', async () => {
    const { world, ann, bob, bobPeer, annSession, send } = setUp();
    await send(0x7ffffffe);
    annSession.pass(60);
    expect(world.history(ann, bobPeer)).toBeUndefined();
    const user = world.users.get(bob);
    if (user !== undefined) user.status = { _: 'userStatusOnline', expires: annSession.time + 300 };
    annSession.pass(2);
    expect(world.history(ann, bobPeer)?.size).toBe(1);
  });

  it('is refused too late, for nobody to come online, and beyond a hundred', async () => {
    const { annSession, peer, send, waiting } = setUp();
    const fail = (fields: Readonly<Record<string, TlValue>>) =>
      annSession.failure('messages.sendMessage', { peer, message: 'x', random_id: 999n, ...fields });
    expect(await fail({ schedule_date: NOW + 366 * 86_400 })).toBe('400 SCHEDULE_DATE_TOO_LATE');
    expect(await fail({ schedule_date: -5 })).toBe('400 SCHEDULE_DATE_INVALID');
    expect(await fail({ schedule_date: 0x7ffffffe, peer: { _: 'inputPeerSelf' } })).toBe(
      '400 SCHEDULE_STATUS_PRIVATE',
    );
    for (let n = 1n; n <= 100n; n++) await send(NOW + 100, n);
    expect(await fail({ schedule_date: NOW + 100 })).toBe('400 SCHEDULE_TOO_MUCH');
    expect(await waiting()).toHaveLength(100);
  });
});

describe('a draft', () => {
  it('is kept, shown in the chat list, told to other sessions, and dropped by the message that follows', async () => {
    const { world, ann, bobPeer, annSession, peer } = setUp();
    world.addMessage({ peer: bobPeer, from: ann, date: 1, text: 'hello' });
    const reply_to = { _: 'inputReplyToMessage', reply_to_msg_id: 1 };
    await annSession.value('messages.saveDraft', { peer, message: 'begun', reply_to });
    const dialogs = await annSession.call('messages.getDialogs', {
      limit: 10,
      offset_peer: { _: 'inputPeerEmpty' },
    });
    expect(objectsOf(dialogs, 'dialogs')[0]).toMatchObject({
      draft: { message: 'begun', reply_to: { reply_to_msg_id: 1 } },
    });
    expect(objectsOf(await annSession.call('messages.getAllDrafts'), 'updates')).toHaveLength(1);
    await annSession.call('messages.sendMessage', {
      peer,
      message: 'done',
      random_id: 1n,
      clear_draft: true,
    });
    expect(world.dialog(ann, bobPeer).draft).toBeUndefined();
    const told = annSession.pushed
      .filter(({ userId }) => userId === ann)
      .map(({ updates }) => objectsOf(updates, 'updates')[0]);
    expect(told).toMatchObject([
      { _: 'updateDraftMessage', draft: { message: 'begun' } },
      { _: 'updateNewMessage' },
      { _: 'updateDraftMessage', draft: { _: 'draftMessageEmpty' } },
    ]);
  });

  it('goes when it is emptied, or with all others', async () => {
    const { world, ann, bobPeer, annSession, peer } = setUp();
    const save = (message: string) => annSession.value('messages.saveDraft', { peer, message });
    await save('one');
    await save('');
    expect(world.dialog(ann, bobPeer).draft).toBeUndefined();
    await save('two');
    expect(await annSession.value('messages.clearAllDrafts')).toBe(true);
    expect(objectsOf(await annSession.call('messages.getAllDrafts'), 'updates')).toEqual([]);
  });
});
