/** A damaged state file: its bytes are kept aside, nothing that depends on it is written, reading goes on. */
import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageAll, DAMAGES, restore, setAside, type Damaged } from '../support/damage.js';
import { openHouse, type House } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { GROUP, PERSON } from '../support/small-world.js';
import { approve, execute, message, midWindow, preview, sendsOf } from '../support/writing.js';

const SENT = message;
const APPROVED = { ...message, message_text: 'Bring the kite' };
const FRESH = { ...message, message_text: 'And the string' };

let house: House;
let state: string;
/** The codes of a message that was sent, and of one that a person has approved. */
let sentCode: unknown;
let approvedCode: unknown;

beforeEach(async () => {
  house = await openHouse();
  state = join(house.dir, 'state', String(PERSON.id));
  await midWindow(house);
  // A flood wait that is over by now, so that its record is there to be damaged.
  house.emulator.faults.add({
    method: 'messages.getDialogs',
    kind: 'error',
    code: 420,
    message: 'FLOOD_WAIT_20',
  });
  const agent = await house.start('actions');
  expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: true });
  await house.passTime(30);
  const sent = await preview(agent, SENT);
  await approve(house, sent);
  const approved = await preview(agent, APPROVED);
  await approve(house, approved);
  await house.passTime(2);
  sentCode = sent['approval_code'];
  approvedCode = approved['approval_code'];
  expect(await execute(agent, sentCode, SENT)).toMatchObject({ body: { already_sent: false } });
  await agent.close();
});
afterEach(async () => {
  await house.close();
});

const approvedCall = (agent: Agent): Promise<Answer> => execute(agent, approvedCode, APPROVED);
const sentCall = (agent: Agent): Promise<Answer> => execute(agent, sentCode, SENT);
const sentPreview = (agent: Agent): Promise<Answer> => agent.call('tg_send_message', SENT);
const freshPreview = (agent: Agent): Promise<Answer> => agent.call('tg_send_message', FRESH);

/** How often a text stands in the group. */
function inGroup(text: string): number {
  const messages = house.emulator.world.channels.get(GROUP.bare)?.history.messages ?? [];
  return messages.filter((one) => one.text === text).length;
}

async function expectReading(): Promise<void> {
  const reader = await house.start('read');
  expect(await reader.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  expect(await reader.call('tg_get_messages', { group: GROUP.id, limit: 3 })).toMatchObject({
    refused: false,
  });
  await reader.close();
}

/** The refusal names what is damaged and how to go on, and the damaged bytes are kept. */
async function expectDamageNamed({ refused, body }: Answer, damaged: readonly Damaged[]): Promise<void> {
  expect(refused).toBe(true);
  expect(body['code']).toMatch(/^(STATE_CORRUPT|AUDIT_UNWRITABLE)$/);
  const told = String(body['message']);
  expect(told).toMatch(/restores it, or moves it away to begin anew: docs\/OPERATIONS\.md/);
  const named = damaged.filter(({ file }) => told.includes(join(file, '..')));
  expect(named).not.toEqual([]);
  for (const one of named) expect(await setAside(one)).toEqual(one.bad);
}

type Call = (agent: Agent) => Promise<Answer>;
const HOW = Object.keys(DAMAGES) as (keyof typeof DAMAGES)[];
const ROWS: readonly (readonly [kind: string, what: string, call: Call])[] = [
  ['approvals', 'what a person has approved', approvedCall],
  ['proposals', 'what was approved', approvedCall],
  ['quotas', 'what would count as sent today', approvedCall],
  ['log-anchors', 'what could not be recorded', approvedCall],
  ['breaker', 'anything while a wait may be owed', approvedCall],
  ['session-owners', 'with a session that another may hold', approvedCall],
  ['open-proposals', 'what no person would see', freshPreview],
  ['consumed-codes', 'with a code that may be used', sentCall],
  ['attempt-starts', 'what may have been sent', sentPreview],
  ['attempt-ends', 'what may have been sent', sentPreview],
  ['intents', 'what may have been sent', sentPreview],
  ['intents-of-content', 'what may have been sent', sentPreview],
];

describe('damaged state', () => {
  it.each(ROWS.map((row, n) => [...row, HOW[n % HOW.length] ?? 'emptied'] as const))(
    '(%s) keeps the server from sending %s until it is restored',
    async (kind, _what, call, how) => {
      const damaged = await damageAll(state, kind, how);
      const agent = await house.start('actions');
      await expectDamageNamed(await call(agent), damaged);
      await expectDamageNamed(await call(agent), damaged);
      expect([inGroup(SENT.message_text), inGroup(APPROVED.message_text)]).toEqual([1, 0]);
      // Whether a wait is owed to Telegram concerns reading too.
      if (kind !== 'breaker') await expectReading();

      await restore(damaged);
      expect(await approvedCall(agent)).toMatchObject({ refused: false, body: { already_sent: false } });
      expect(await sentCall(agent)).toMatchObject({ refused: false, body: { already_sent: true } });
      expect(await sentPreview(agent)).toMatchObject({ body: { code: 'DUPLICATE' } });
      expect([inGroup(SENT.message_text), inGroup(APPROVED.message_text)]).toEqual([1, 1]);
    },
  );

  it('says that the content may have been sent, where it cannot be known', async () => {
    await damageAll(state, 'attempt-ends', 'emptied');
    const agent = await house.start('actions');
    expect(await sentCall(agent)).toMatchObject({
      body: { code: 'STATE_CORRUPT', data: { sent: 'unknown' } },
    });
    await damageAll(state, 'quotas', 'emptied');
    expect(await approvedCall(agent)).toMatchObject({
      body: { code: 'STATE_CORRUPT', data: { sent: 'no' } },
    });
  });

  it.each(['intents', 'intents-of-content', 'attempt-ends', 'quotas', 'breaker', 'log-anchors'])(
    '(%s) that is moved away as the refusal says begins anew, and what was sent is not sent again',
    async (kind) => {
      await damageAll(state, kind, 'cut short');
      const agent = await house.start('actions');
      await moveAwayWhatIsNamed(() => approvedCall(agent));
      await moveAwayWhatIsNamed(() => sentPreview(agent));
      const shown = await agent.call('tg_send_message', { ...SENT, force_resend: false });
      if (!shown.refused) {
        await approve(house, shown.body);
        await house.passTime(2);
        await moveAwayWhatIsNamed(() => execute(agent, shown.body['approval_code'], SENT));
      }
      expect([inGroup(SENT.message_text), inGroup(APPROVED.message_text)]).toEqual([1, 1]);
      await expectReading();
    },
  );

  it('of known chats and people is told in the log, and everything goes on: Telegram knows them too', async () => {
    const damaged = await damageAll(state, 'peers', 'cut short');
    const reader = await house.start('read');
    expect(await reader.call('tg_get_messages', { group: GROUP.id, limit: 3 })).toMatchObject({
      refused: false,
    });
    expect(reader.stderr()).toContain('restores it, or moves it away');
    for (const one of damaged) expect(await setAside(one)).toEqual(one.bad);
    const agent = await house.start('actions');
    expect(await approvedCall(agent)).toMatchObject({ refused: false });
    expect(sendsOf(house)).toBe(2);
  });
});

/** Repeats a call, each time moving away what its refusal names, until it is refused for damage no more. */
async function moveAwayWhatIsNamed(call: () => Promise<Answer>): Promise<void> {
  const kept = join(house.dir, 'kept');
  await mkdir(kept, { recursive: true, mode: 0o700 });
  for (let n = 0; n < 5; n += 1) {
    const { refused, body } = await call();
    if (!refused || !/^(STATE_CORRUPT|AUDIT_UNWRITABLE)$/.test(String(body['code']))) return;
    const { file } = body['data'] as { file: string };
    await rename(file, join(kept, `${n}-${Date.now()}-${basename(file)}`));
  }
  throw new Error('the damage does not end');
}
