import { describe, expect, it } from 'vitest';
import { leastWork } from '../test-work.js';
import { createWorld } from './world.js';

function twoAccounts() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '+1 555 0001', firstName: 'Ann' });
  const bob = world.addAccount({ phone: '+1 555 0002', firstName: 'Bob' });
  return { world, ann: ann.userId, bob: bob.userId };
}

describe('the world', () => {
  it('gives a private message an id of its own in each account', () => {
    const { world, ann, bob } = twoAccounts();
    world.addMessage({ peer: { kind: 'user', id: ann }, from: ann, date: 1, text: 'note to self' });
    const message = world.addMessage({ peer: { kind: 'user', id: bob }, from: ann, date: 2, text: 'hi' });
    expect(message.copies).toEqual([
      { owner: ann, id: 2 },
      { owner: bob, id: 1 },
    ]);
    expect(world.history(bob, { kind: 'user', id: ann })?.get(1)).toBe(message);
  });

  it('lets an import name the chat as the owner sees it, with the ids of the export', () => {
    const { world, ann } = twoAccounts();
    const eve = world.addUser({ firstName: 'Eve' });
    const message = world.addMessage({
      peer: { kind: 'user', id: eve.id },
      owner: ann,
      from: eve.id,
      id: 7001,
      date: 3,
      text: 'imported',
    });
    expect(message.peer).toEqual({ kind: 'user', id: ann });
    expect(world.history(ann, { kind: 'user', id: eve.id })?.ids).toEqual([7001]);
    expect(world.accounts.get(ann)?.nextMessageId).toBe(7002);
  });

  it('counts loaded history as read and live incoming messages as unread', () => {
    const { world, ann, bob } = twoAccounts();
    const peer = { kind: 'user', id: ann } as const;
    world.addMessage({ peer, from: bob, date: 1, text: 'old' });
    expect(world.dialog(ann, { kind: 'user', id: bob }).unreadCount).toBe(0);
    world.writeMessage({ peer, from: bob, date: 2, text: 'new' });
    expect(world.dialog(ann, { kind: 'user', id: bob }).unreadCount).toBe(1);
    expect(world.dialog(bob, { kind: 'user', id: ann }).unreadCount).toBe(0);
  });

  it('makes the newest incoming messages unread when told how many', () => {
    const { world, ann, bob } = twoAccounts();
    for (let n = 1; n <= 6; n++) {
      world.addMessage({
        peer: { kind: 'user', id: n % 2 === 0 ? ann : bob },
        from: n % 2 === 0 ? bob : ann,
        date: n,
      });
    }
    world.setUnread(ann, { kind: 'user', id: bob }, 2);
    const dialog = world.dialog(ann, { kind: 'user', id: bob });
    expect([dialog.unreadCount, dialog.readInboxMaxId]).toEqual([2, 3]);
  });

  it('never gives a deleted channel message id out again', () => {
    const { world, ann } = twoAccounts();
    const channel = world.addChannel({ title: 'News', creator: ann });
    const peer = { kind: 'channel', id: channel.id } as const;
    const message = world.addMessage({ peer, author: ann, date: 1, text: 'one' });
    world.removeMessage(message);
    expect(world.addMessage({ peer, author: ann, date: 2, text: 'two' }).copies[0]?.id).toBe(2);
  });

  it('knows a user under another access hash in each account', () => {
    const { world, ann, bob } = twoAccounts();
    const eve = { kind: 'user', id: world.addUser({}).id } as const;
    expect(world.accessHash(ann, eve)).not.toBe(world.accessHash(bob, eve));
    expect(world.accessHash(ann, eve)).toBe(world.accessHash(ann, eve));
  });

  it('loads 100,000 messages in less than three seconds of the processor', async () => {
    const load = () => {
      const { world, ann } = twoAccounts();
      const group = world.addSupergroup({ title: 'Busy', creator: ann });
      world.addMessages(
        (function* drafts() {
          for (let n = 1; n <= 100_000; n++) {
            yield {
              peer: { kind: 'channel', id: group.id },
              from: ann,
              date: n,
              text: `message ${n}`,
            } as const;
          }
        })(),
      );
      expect(group.history.size).toBe(100_000);
      expect(group.history.countBefore(500)).toBe(499);
    };
    expect(await leastWork(3000, load)).toBeLessThan(3000);
  });
});
