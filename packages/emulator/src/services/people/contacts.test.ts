import { describe, expect, it } from 'vitest';
import { longsOf, objectsOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import type { TestSession } from '../common/test-call.js';
import { inputUserOf, seenBy, threePeople } from './test-people.js';

/** The phone book, which only exports may read. */
async function savedOf(session: TestSession) {
  const { id } = await session.call('account.initTakeoutSession', { contacts: true });
  session.wrapping = { takeoutId: id as bigint };
  const saved = await session.value('contacts.getSaved');
  session.wrapping = {};
  return saved;
}

const card = (client_id: bigint, phone: string, first_name: string) => ({
  _: 'inputPhoneContact',
  client_id,
  phone,
  first_name,
  last_name: '',
});

describe('contacts', () => {
  it('are listed by id, and not again for the hash of the list', async () => {
    const { annSession, bob } = threePeople();
    expect(await annSession.call('contacts.getContacts', { hash: 0n })).toMatchObject({
      contacts: [{ user_id: bob, mutual: true }],
      saved_count: 0,
    });
    const hash = listHash([0n, bob]);
    expect(await annSession.call('contacts.getContacts', { hash })).toEqual({
      _: 'contacts.contactsNotModified',
    });
    expect(await annSession.value('contacts.getContactIDs', { hash: 0n })).toEqual([Number(bob)]);
  });

  it('are added under a name of one’s own, which only oneself sees; other sessions are told', async () => {
    const { annSession, bobSession, ann, eve } = threePeople();
    const answer = await annSession.call('contacts.addContact', {
      id: inputUserOf(annSession, eve),
      first_name: 'Evi',
      last_name: '',
      phone: '+1 555 0003',
    });
    expect(objectsOf(answer, 'updates')).toMatchObject([
      { _: 'updatePeerSettings', settings: { add_contact: undefined } },
    ]);
    expect(annSession.pushed.map(({ userId }) => userId)).toEqual([ann]);
    expect(await seenBy(annSession, eve)).toMatchObject({
      contact: true,
      first_name: 'Evi',
      phone: '15550003',
    });
    expect(await seenBy(bobSession, eve)).toMatchObject({ first_name: 'Eve', phone: undefined });
    expect(await savedOf(annSession)).toMatchObject([{ phone: '15550003', first_name: 'Evi' }]);
  });

  it('show one’s own number only when asked to', async () => {
    const { annSession, eveSession, ann, eve, world } = threePeople();
    await annSession.call('contacts.addContact', { id: inputUserOf(annSession, eve), first_name: 'E' });
    expect(await seenBy(eveSession, ann)).toMatchObject({ phone: undefined });
    world.addContact(eve, ann);
    await annSession.call('contacts.addContact', {
      id: inputUserOf(annSession, eve),
      first_name: 'E',
      add_phone_privacy_exception: true,
    });
    expect(await seenBy(eveSession, ann)).toMatchObject({ phone: '15550001' });
  });

  it('refuse an empty name, oneself, and a wrong access hash', async () => {
    const { annSession, ann, bob, eve, world } = threePeople();
    const add = (id: object, first_name = 'X') =>
      annSession.failure('contacts.addContact', { id: id as never, first_name });
    expect(await add(inputUserOf(annSession, eve), ' ')).toBe('400 CONTACT_NAME_EMPTY');
    expect(await add({ _: 'inputUserSelf' })).toBe('400 CONTACT_ID_INVALID');
    expect(await add({ ...inputUserOf(annSession, eve), access_hash: 5n })).toBe('400 CONTACT_ID_INVALID');
    expect([...(world.accounts.get(ann)?.contacts ?? [])]).toEqual([bob]);
  });

  it('are imported by number: found, popular, and to be retried above the daily measure', async () => {
    const { annSession, bobSession, eve } = threePeople();
    await bobSession.call('contacts.importContacts', { contacts: [card(1n, '+15559999', 'Zoe')] });
    const answer = await annSession.call('contacts.importContacts', {
      contacts: [card(1n, '+1 555 0003', 'Eve'), card(2n, '15559999', 'Zoe'), card(3n, '', 'Nobody')],
    });
    expect(answer).toMatchObject({
      imported: [{ user_id: eve, client_id: 1n }],
      popular_invites: [{ client_id: 2n, importers: 2 }],
      retry_contacts: [],
    });
    const many = Array.from({ length: 510 }, (_, n) => card(BigInt(n), `1777${n}`, 'N'));
    const rest = await annSession.call('contacts.importContacts', { contacts: many });
    expect(longsOf(rest, 'retry_contacts')).toHaveLength(12);
    annSession.time += 86_400;
    const tomorrow = await annSession.call('contacts.importContacts', { contacts: many.slice(-12) });
    expect(tomorrow).toMatchObject({ retry_contacts: [] });
    expect(await savedOf(annSession)).toHaveLength(512);
  });

  it('are not found by a number that its owner lets nobody search for', async () => {
    const { annSession, ann, world, eve } = threePeople({
      eve: { privacy: { added_by_phone: { base: 'contacts' } } },
    });
    expect(
      await annSession.call('contacts.importContacts', { contacts: [card(1n, '15550003', 'Eve')] }),
    ).toMatchObject({ imported: [] });
    expect(await annSession.failure('contacts.resolvePhone', { phone: '15550003' })).toBe(
      '400 PHONE_NOT_OCCUPIED',
    );
    world.addContact(eve, ann);
    expect(await annSession.call('contacts.resolvePhone', { phone: '15550003' })).toMatchObject({
      peer: { user_id: eve },
    });
  });

  it('are deleted by person and by number, with the entry of the phone book', async () => {
    const { annSession, bob, eve, world, ann } = threePeople();
    await annSession.call('contacts.importContacts', { contacts: [card(1n, '15550003', 'Eve')] });
    const gone = await annSession.call('contacts.deleteContacts', { id: [inputUserOf(annSession, bob)] });
    expect(gone).toMatchObject({ users: [{ id: bob, contact: undefined, mutual_contact: undefined }] });
    expect(await annSession.value('contacts.deleteByPhones', { phones: ['+15550003'] })).toBe(true);
    expect(world.accounts.get(ann)?.contacts.size).toBe(0);
    expect(await savedOf(annSession)).toEqual([]);
    expect(await seenBy(annSession, eve)).toMatchObject({ first_name: 'Eve' });
  });

  it('are accepted only once added, and not when they know one already', async () => {
    const { annSession, bob, eve, world, ann } = threePeople();
    const accept = (id: bigint) =>
      annSession.failure('contacts.acceptContact', { id: inputUserOf(annSession, id) });
    expect(await accept(eve)).toBe('400 CONTACT_ADD_MISSING');
    expect(await accept(bob)).toBe('400 CONTACT_REQ_MISSING');
    world.addContact(ann, eve);
    expect(await accept(eve)).toBe('no error');
  });

  it('name close friends among contacts only, and those one writes to most', async () => {
    const { annSession, ann, bob, eve, world } = threePeople();
    await annSession.value('contacts.editCloseFriends', { id: [bob, eve] });
    expect([...(world.accounts.get(ann)?.relations.closeFriends ?? [])]).toEqual([bob]);
    for (const [to, count] of [
      [eve, 1],
      [bob, 3],
    ] as const) {
      for (let n = 0; n < count; n++)
        world.addMessage({ peer: { kind: 'user', id: to }, from: ann, date: n + 1, text: 'x' });
    }
    expect(await annSession.call('contacts.getTopPeers', { correspondents: true, limit: 10 })).toMatchObject({
      categories: [{ count: 2, peers: [{ peer: { user_id: bob } }, { peer: { user_id: eve } }] }],
    });
    expect(await annSession.failure('contacts.getTopPeers', { limit: 10 })).toBe('400 TYPES_EMPTY');
  });
});
