import { describe, expect, it } from 'vitest';
import type { PrivacyRule } from './model.js';
import { allows, hasBlocked, mayInvite } from './privacy.js';
import { createWorld } from './world.js';

function setUp(rule?: PrivacyRule) {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001' }).userId;
  const bob = world.addUser({ ...(rule !== undefined && { privacy: { chat_invite: rule } }) });
  return { world, ann, bob };
}

describe('privacy', () => {
  it('lets everybody invite where nothing is chosen, and shows the phone number to contacts only', () => {
    const { world, ann, bob } = setUp();
    expect(mayInvite(world, bob.id, ann)).toBe(true);
    expect(allows(world, bob, 'phone', ann)).toBe(false);
    expect(allows(world, bob, 'phone', bob.id)).toBe(true);
  });

  it('follows the base, and the exception for one person before it', () => {
    const nobody = setUp({ base: 'nobody' });
    expect(mayInvite(nobody.world, nobody.bob.id, nobody.ann)).toBe(false);
    const { world, ann } = setUp();
    const choose = (rule: PrivacyRule) =>
      mayInvite(world, world.addUser({ privacy: { chat_invite: rule } }).id, ann);
    expect(choose({ base: 'nobody', allow: [ann] })).toBe(true);
    expect(choose({ base: 'everybody', deny: [ann] })).toBe(false);
    expect(choose({ base: 'contacts' })).toBe(false);
    expect(choose({ base: 'nobody', allowPremium: true })).toBe(false);
    const knowing = world.addUser({ privacy: { chat_invite: { base: 'contacts' } }, knows: [ann] });
    expect(mayInvite(world, knowing.id, ann)).toBe(true);
  });

  it('counts the members of a chat as exceptions', () => {
    const { world, ann, bob } = setUp();
    const club = world.addBasicGroup({ title: 'Club', creator: bob.id, members: [ann] });
    bob.privacy = { chat_invite: { base: 'everybody', denyChats: [club.id] } };
    expect(mayInvite(world, bob.id, ann)).toBe(false);
    bob.privacy = { chat_invite: { base: 'nobody', allowChats: [club.id] } };
    expect(mayInvite(world, bob.id, ann)).toBe(true);
  });

  it('refuses whom one blocked, deleted accounts, and bots that take no groups', () => {
    const { world, ann } = setUp();
    const hostile = world.addUser({ blocks: [ann] });
    expect(hasBlocked(world, hostile.id, ann)).toBe(true);
    expect(mayInvite(world, hostile.id, ann)).toBe(false);
    expect(mayInvite(world, world.addUser({ deleted: true }).id, ann)).toBe(false);
    expect(mayInvite(world, world.addUser({ bot: true, botProfile: { noGroups: true } }).id, ann)).toBe(
      false,
    );
    expect(mayInvite(world, world.addUser({ bot: true }).id, ann)).toBe(true);
  });
});
