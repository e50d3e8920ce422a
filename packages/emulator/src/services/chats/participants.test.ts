import { describe, expect, it } from 'vitest';
import { objectsOf } from '../common/fields.js';
import { named, refuses, town } from './test-town.js';

function setUp() {
  const all = town();
  const { world, ann, bob, cat, dan, robo } = all;
  const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id, cat.id, robo] });
  world.addMember(group, dan.id, { role: 'banned' });
  world.addContact(bob.id, cat.id);
  const ask = (filter: string, fields: object = {}) => ({
    filter: { _: filter, q: '' },
    offset: 0,
    limit: 10,
    ...fields,
  });
  const list = async (by: typeof ann, filter: string, fields: object = {}) => {
    const answer = await by.session.call('channels.getParticipants', {
      ...named(by.session, group),
      ...ask(filter, fields),
    });
    return objectsOf(answer, 'participants').map((one) => one['user_id']);
  };
  return { ...all, group, ask, list };
}

describe('the members of a supergroup', () => {
  it('are listed by kind', async () => {
    const { ann, bob, cat, robo, list } = setUp();
    expect(await list(bob, 'channelParticipantsRecent')).toEqual([ann.id, bob.id, cat.id, robo]);
    expect(await list(bob, 'channelParticipantsAdmins')).toEqual([ann.id]);
    expect(await list(bob, 'channelParticipantsBots')).toEqual([robo]);
    expect(await list(bob, 'channelParticipantsContacts')).toEqual([cat.id]);
    const named = { filter: { _: 'channelParticipantsSearch', q: 'ca' } };
    expect(await list(bob, '', named)).toEqual([cat.id]);
    const mentions = { filter: { _: 'channelParticipantsMentions', q: 'bo' } };
    expect(await list(bob, '', mentions)).toEqual([bob.id, robo]);
    expect(await list(bob, 'channelParticipantsRecent', { offset: 3, limit: 5 })).toEqual([robo]);
  });

  it('that are hidden are seen by admins only, who and what leads the group by all', async () => {
    const { ann, bob, cat, robo, group, ask, list } = setUp();
    group.participantsHidden = true;
    const where = named(bob.session, group);
    for (const filter of ['Recent', 'Search', 'Contacts', 'Mentions', 'Banned', 'Kicked']) {
      const fields = { ...where, ...ask(`channelParticipants${filter}`) };
      await refuses(bob.session, 'channels.getParticipants', fields, '400 CHAT_ADMIN_REQUIRED');
    }
    expect(await list(bob, 'channelParticipantsAdmins')).toEqual([ann.id]);
    expect(await list(bob, 'channelParticipantsBots')).toEqual([robo]);
    expect(await list(ann, 'channelParticipantsRecent')).toHaveLength(4);
    const about = (id: bigint) => ({ ...where, participant: bob.session.input({ kind: 'user', id }) });
    await refuses(bob.session, 'channels.getParticipant', about(cat.id), '400 CHAT_ADMIN_REQUIRED');
    const self = await bob.session.call('channels.getParticipant', about(bob.id));
    expect(self).toMatchObject({ participant: { _: 'channelParticipantSelf' } });
  });

  it('of a public group are seen by strangers, of a broadcast channel by its admins', async () => {
    const { world, ann, bob, dan, eve, group, ask } = setUp();
    group.username = 'opengroup';
    group.members.delete(dan.id);
    const fields = { ...named(dan.session, group), ...ask('channelParticipantsRecent') };
    expect(await dan.session.failure('channels.getParticipants', fields)).toBe('no error');
    const news = world.addChannel({ title: 'News', creator: ann.id, members: [bob.id, eve] });
    const theirs = { ...named(bob.session, news), ...ask('channelParticipantsAdmins') };
    await refuses(bob.session, 'channels.getParticipants', theirs, '400 CHAT_ADMIN_REQUIRED');
    const stranger = {
      ...named(ann.session, news),
      participant: ann.session.input({ kind: 'user', id: dan.id }),
    };
    await refuses(ann.session, 'channels.getParticipant', stranger, '400 USER_NOT_PARTICIPANT');
    const noPerson = { ...stranger, participant: ann.session.input({ kind: 'channel', id: group.id }) };
    await refuses(ann.session, 'channels.getParticipant', noPerson, '400 PARTICIPANT_ID_INVALID');
  });
});
