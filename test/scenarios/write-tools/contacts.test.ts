/** What is particular to tools that change the contacts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { ACQUAINTED, NEWCOMERS } from './world.js';

const [EMIL, FRIEDA, GUS, HANNE] = ACQUAINTED;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const contacts = (): readonly bigint[] => [
  ...(bench.house.emulator.world.accounts.get(PERSON.id)?.contacts ?? []),
];

describe('deleting contacts', () => {
  it('takes several at once, each once, and no other', async () => {
    const users = [EMIL, FRIEDA, EMIL].map(({ username }) => `@${username}`);
    const { body } = await bench.agent.call('tg_delete_contacts', { users });
    expect(body).toMatchObject({ action: 'delete 2 contacts' });
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    expect(await executed(bench.agent, 'tg_delete_contacts', { users }, body['approval_code'])).toMatchObject(
      { refused: false, body: { deleted: 2 } },
    );
    expect(contacts()).toEqual([GUS.id, HANNE.id]);
    expect(bench.writes()).toEqual(['contacts.deleteContacts']);
  });

  it('is refused when the account itself, or one of the people, is not on the allowlist', async () => {
    const users = [`@${GUS.username}`, `@${HANNE.username}`];
    for (const listed of [
      [GUS.id, HANNE.id],
      [PERSON.id, GUS.id],
    ]) {
      const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: listed.map(String).join(',') });
      expect(await agent.call('tg_delete_contacts', { users })).toMatchObject({
        refused: true,
        body: { code: 'TARGET_NOT_ALLOWED', data: { verb: 'delete_contacts' } },
      });
      await agent.close();
    }
    expect(bench.writes()).toEqual([]);
  });

  it('by a number that becomes a contact’s after the preview is refused', async () => {
    const phones = [GUS.phone, '+1 (555) 7204'];
    const { body } = await bench.agent.call('tg_delete_contacts_by_phones', { phones });
    expect(body).toMatchObject({
      details: [
        { label: `Number ${GUS.phone}`, text: expect.stringContaining(GUS.firstName) },
        { label: 'Number 15557204', text: expect.stringContaining('no contact') },
      ],
    });
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    const { world } = bench.house.emulator;
    const newcomer = world.users.get(NEWCOMERS[0].id);
    if (newcomer !== undefined) newcomer.phone = '15557204';
    world.addContact(PERSON.id, NEWCOMERS[0].id);
    const tool = 'tg_delete_contacts_by_phones';
    expect(await executed(bench.agent, tool, { phones }, body['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
    });
    expect(bench.writes()).toEqual([]);
  });
});
