/** Writing to a phone number: whom it reaches, and that nothing of a temporary contact stays, whatever happens. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { GROUP, PERSON } from '../../support/small-world.js';
import { loseAnswer } from '../../support/writing.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { HOLD_OVER_SEC } from './killed.js';
import { writtenTo } from './phone-rows.js';
import { ACQUAINTED, NEWCOMERS, STRANGERS } from './world.js';

const TOOL = 'tg_send_to_phone';
const [KARLA, LUDWIG, MINA] = STRANGERS;
const [EMIL] = ACQUAINTED;
const NOBODY = '15557299';
const IMPORTED = ['contacts.importContacts', 'messages.sendMessage', 'contacts.deleteByPhones'];

let bench: WriteBench;
const answers: Answer[] = [];

beforeAll(async () => {
  bench = await openWriteBench({ MAX_PHONE_MSGS_PER_DAY: '50' });
});
beforeEach(() => {
  bench.house.emulator.faults.clear();
  bench.writes();
});
afterAll(async () => {
  // Who was written to is in no answer but the preview's, which shows the number that the person approves.
  expect(JSON.stringify(answers)).not.toMatch(/1555|723\d|Karla|Ludwig|Mina/);
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const account = () => {
  const found = bench.house.emulator.world.accounts.get(PERSON.id);
  if (found === undefined) throw new Error('The person has an account');
  return found;
};
const traces = (): object => ({
  contacts: STRANGERS.filter(({ id }) => account().contacts.has(id)).map(({ id }) => id),
  phones: [...account().relations.saved.keys()],
});
const NONE = { contacts: [], phones: [] };
const written = (id: bigint): number => writtenTo(bench.house.emulator.world, id).length;

/** Telegram finds nobody by the number itself, as it does for who asks for many. */
function hideNumbers(): void {
  const method = 'contacts.resolvePhone';
  bench.house.emulator.faults.add({
    method,
    kind: 'error',
    code: 400,
    message: 'PHONE_NOT_OCCUPIED',
    times: 99,
  });
}

async function approved(args: object): Promise<(agent?: Agent) => Promise<Answer>> {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  return async (agent = bench.agent) => {
    const answer = await executed(agent, TOOL, args, body['approval_code']);
    answers.push(answer);
    return answer;
  };
}

describe('a message to a phone number', () => {
  it('goes to who is found by it, who becomes no contact', async () => {
    const go = await approved({ phone: LUDWIG.phone, message_text: 'Found' });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(bench.writes()).toEqual(['messages.sendMessage']);
    expect(written(LUDWIG.id)).toBe(1);
    expect(traces()).toEqual(NONE);
  });

  it('goes through a contact for as long as it takes where nobody is found', async () => {
    hideNumbers();
    const go = await approved({ phone: KARLA.phone, message_text: 'Imported' });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(bench.writes()).toEqual(IMPORTED);
    expect(written(KARLA.id)).toBe(1);
    expect(traces()).toEqual(NONE);
  });

  it('to nobody is refused, counts, and leaves nothing in the phone book', async () => {
    const quotas = async () => (await bench.agent.call('tg_get_actions_policy')).body['quotas'];
    const before = await quotas();
    const go = await approved({ phone: NOBODY, message_text: 'Anybody?' });
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'PEER_NOT_FOUND', data: { sent: 'no' } },
    });
    expect(bench.writes()).toEqual(['contacts.importContacts', 'contacts.deleteByPhones']);
    expect(traces()).toEqual(NONE);
    const used = (of: unknown): number => (of as { phone: { used: number } }).phone.used;
    expect(used(await quotas())).toBe(used(before) + 1);
  });

  it('that Telegram refuses leaves no contact', async () => {
    hideNumbers();
    const method = 'messages.sendMessage';
    bench.house.emulator.faults.add({
      method,
      kind: 'error',
      code: 403,
      message: 'CHAT_WRITE_FORBIDDEN',
      times: 1,
    });
    const go = await approved({ phone: KARLA.phone, message_text: 'Refused' });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'NO_RIGHTS', data: { sent: 'no' } } });
    expect(bench.writes()).toEqual(IMPORTED);
    expect(traces()).toEqual(NONE);
  });

  it('whose contact could not be taken away is not sent again when a repeat takes it away', async () => {
    hideNumbers();
    const before = written(KARLA.id);
    const method = 'contacts.deleteByPhones';
    bench.house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    const go = await approved({ phone: KARLA.phone, message_text: 'Once' });
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('The message is sent') },
    });
    expect(traces()).toEqual({ contacts: [KARLA.id], phones: [KARLA.phone] });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(traces()).toEqual(NONE);
    expect(written(KARLA.id)).toBe(before + 1);
  });

  it.each(IMPORTED)('of a server killed at %s arrives once, and leaves no contact', async (method) => {
    hideNumbers();
    const before = written(MINA.id);
    const doomed = await bench.server({ MAX_PHONE_MSGS_PER_DAY: '50' });
    const go = await approved({ phone: MINA.phone, message_text: `Killed at ${method}` });
    const answerLost = loseAnswer(bench.house, method);
    const lost = go(doomed).catch(() => undefined);
    await answerLost();
    process.kill(doomed.pid, 'SIGKILL');
    await lost;
    await bench.house.passTime(HOLD_OVER_SEC);
    await expect
      .poll(traces)
      .toEqual(method === IMPORTED[2] ? NONE : { contacts: [MINA.id], phones: [MINA.phone] });
    expect(await go()).toMatchObject({ refused: false });
    expect(traces()).toEqual(NONE);
    expect(written(MINA.id)).toBe(before + 1);
  });
});

const AUNT = { firstName: 'Aunt', lastName: 'Mina' };

/** An approved message to the number of a contact whom nobody can find by it. */
async function toHiddenContact(message_text: string): ReturnType<typeof approved> {
  hideNumbers();
  bench.house.emulator.world.addContact(PERSON.id, MINA.id);
  account().relations.names.set(MINA.id, AUNT);
  return approved({ phone: MINA.phone, message_text });
}

function isLeftAsItWas(): void {
  expect(account().contacts.has(MINA.id)).toBe(true);
  expect(account().relations.names.get(MINA.id)).toEqual(AUNT);
  account().contacts.delete(MINA.id);
  account().relations.saved.clear();
}

function loseImports(times: number): void {
  bench.house.emulator.faults.add({ method: 'contacts.importContacts', kind: 'lose_answer', times });
}

describe('a contact', () => {
  it('with the number is written to and left as it is; the preview tells who that is', async () => {
    const args = { phone: EMIL.phone, message_text: 'Hello, Emil' };
    expect((await bench.agent.call(TOOL, args)).body).toMatchObject({
      details: [{ label: `Number +${EMIL.phone}`, text: expect.stringContaining(`user ${EMIL.id}`) }],
    });
    const go = await approved(args);
    expect(await go()).toMatchObject({ refused: false });
    expect(bench.writes()).toEqual(['messages.sendMessage']);
    expect(account().contacts.has(EMIL.id)).toBe(true);
    expect(account().relations.names.get(EMIL.id)).toBeUndefined();
  });

  it('whose number nobody shows gets back the name that the import took', async () => {
    const go = await toHiddenContact('Hello, aunt');
    expect(await go()).toMatchObject({ refused: false });
    expect(bench.writes()).toEqual([...IMPORTED.slice(0, 2), 'contacts.addContact']);
    isLeftAsItWas();
  });

  it('whose number nobody shows gets the name back that a killed import took', async () => {
    const go = await toHiddenContact('Dear aunt');
    const doomed = await bench.server({ MAX_PHONE_MSGS_PER_DAY: '50' });
    const answerLost = loseAnswer(bench.house, 'contacts.importContacts');
    const lost = go(doomed).catch(() => undefined);
    await answerLost();
    process.kill(doomed.pid, 'SIGKILL');
    await lost;
    await bench.house.passTime(HOLD_OVER_SEC);
    expect(account().relations.names.get(MINA.id)).not.toEqual(AUNT);
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    isLeftAsItWas();
  });

  it('whose number nobody shows stays when the import has no answer, and is surely not written to', async () => {
    const go = await toHiddenContact('Are you there, aunt?');
    const patient = await bench.server({ MAX_PHONE_MSGS_PER_DAY: '50', TG_CALL_DEADLINE_SEC: '4' });
    const before = written(MINA.id);
    loseImports(9);
    expect(await go(patient)).toMatchObject({ refused: true, body: { data: { sent: 'no' } } });
    await patient.close();
    expect(written(MINA.id)).toBe(before);
    isLeftAsItWas();
  });

  it('of ours that an earlier message left is taken away by the next to that number', async () => {
    const { world } = bench.house.emulator;
    world.addContact(PERSON.id, KARLA.id);
    account().relations.names.set(KARLA.id, { firstName: 'tgmcp temporary contact', lastName: '' });
    account().relations.saved.set(KARLA.phone, {
      phone: KARLA.phone,
      firstName: 'tgmcp temporary contact',
      lastName: '',
      date: 1,
    });
    const go = await approved({ phone: KARLA.phone, message_text: 'And now' });
    expect(await go()).toMatchObject({ refused: false });
    expect(traces()).toEqual(NONE);
  });

  it('who takes the number over after the preview gets nothing', async () => {
    const go = await approved({ phone: NOBODY, message_text: 'For nobody else' });
    const { world } = bench.house.emulator;
    const newcomer = world.users.get(NEWCOMERS[0].id);
    if (newcomer !== undefined) newcomer.phone = NOBODY;
    world.addContact(PERSON.id, NEWCOMERS[0].id);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'APPROVAL_MISMATCH' } });
    expect(bench.writes()).toEqual([]);
  });
});

describe('the allowlist', () => {
  const args = { phone: KARLA.phone, message_text: 'Listed' };

  it('must name the action for the account itself', async () => {
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${PERSON.id},${GROUP.id}:send_to_phone` });
    expect(await agent.call(TOOL, args)).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED', message: expect.stringContaining(`${PERSON.id}:send_to_phone`) },
    });
    await agent.close();
    expect(bench.writes()).toEqual([]);
  });

  it('may call the account "me"', async () => {
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${GROUP.id}, me:send_to_phone` });
    expect(await agent.call(TOOL, args)).toMatchObject({ refused: false });
    await agent.close();
  });

  it('does not let an agent send to the number of the account, or look one up by a preview', async () => {
    const asked = bench.house.wire().length;
    await bench.agent.call(TOOL, { phone: LUDWIG.phone, message_text: 'Who is it?' });
    expect(bench.house.wire().slice(asked)).not.toContain('contacts.resolvePhone');
    const go = await approved({ phone: PERSON.phone, message_text: 'To myself' });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'WRONG_PEER_KIND' } });
    expect(bench.writes()).toEqual([]);
  });
});
