import { createFileStore, systemClock, verifyAudit } from '@tgmcp/core';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, type House } from '../support/house.js';
import { PERSON } from '../support/small-world.js';
import { approve, execute, grownOld, message, preview, sendsOf } from '../support/writing.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  await house.close();
});

const numberIn = (form: string): string => /number: (\d{6})/.exec(form)?.[1] ?? '';

describe('a form', () => {
  it('approves when the person types the number back, and sending still takes the execute call', async () => {
    let form = '';
    const agent = await house.start(
      'actions',
      {},
      {
        answerForm: ({ message: shown }) => {
          form = shown;
          return { action: 'accept', content: { number: numberIn(shown) } };
        },
      },
    );
    const shown = await preview(agent);
    expect(shown['approval']).toBe('approved');
    expect(form).toContain('  | See you at eight');
    expect(sendsOf(house)).toBe(0);
    await grownOld(house);
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ refused: false });
  });

  it('that is declined refuses, until the person says otherwise at the terminal', async () => {
    const agent = await house.start('actions', {}, { answerForm: () => ({ action: 'decline' }) });
    const shown = await preview(agent);
    expect(shown).toMatchObject({ approval: 'refused' });
    expect(shown).not.toHaveProperty('approval_code');
  });
});

describe('channel preview', () => {
  it('lets whoever was told the phrase go through, and says so', async () => {
    const agent = await house.start('actions', { TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    expect((await agent.call('tg_get_actions_policy')).body).toMatchObject({
      approval: { channel: 'preview', needs_confirmation_text: true },
    });
    const shown = await preview(agent);
    expect(shown['approval']).toBe('not_needed');
    await grownOld(house);
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { code: 'PHRASE_WRONG' } });
    const told = { ...message, confirmation_text: PHRASE };
    expect(await execute(agent, shown['approval_code'], told)).toMatchObject({ refused: false });
    expect(agent.stderr().split('TG_ACTIONS_APPROVAL_CHANNEL is "preview"')).toHaveLength(2);
  });
});

describe('a server that may not write', () => {
  it('says which settings are weak, before anything else', async () => {
    const agent = await house.start('actions', {
      TG_ACTIONS_CONFIRMATION_PHRASE: '',
      TG_ACTIONS_REQUIRE_APPROVAL_CODE: '0',
    });
    const { refused, body } = await agent.call('tg_send_message', message);
    expect(refused).toBe(true);
    expect(body).toMatchObject({ code: 'POLICY_UNSAFE' });
    expect(JSON.stringify(body)).toContain('TG_ACTIONS_CONFIRMATION_PHRASE is not set');
    expect(house.wire()).toEqual([]);
  });

  it('without a session says NOT_AUTHORIZED, but a weak policy first', async () => {
    await rm(join(house.dir, 'sessions'), { recursive: true });
    const agent = await house.start('actions');
    expect(await agent.call('tg_send_message', message)).toMatchObject({ body: { code: 'NOT_AUTHORIZED' } });
    const off = await house.start('actions', { TG_ACTIONS_ENABLED: '0' });
    expect(await off.call('tg_send_message', message)).toMatchObject({ body: { code: 'ACTIONS_DISABLED' } });
    expect((await off.call('tg_get_actions_policy')).body).toMatchObject({ enabled: false });
  });
});

it('what was proposed, refused, approved and sent stands in an audit log that verifies, without its text', async () => {
  const agent = await house.start('actions');
  const shown = await preview(agent);
  await execute(agent, shown['approval_code']);
  await approve(house, shown);
  await grownOld(house);
  await execute(agent, shown['approval_code']);
  const clock = systemClock();
  const store = createFileStore({ root: join(house.dir, 'state', String(PERSON.id)), clock });
  expect(await verifyAudit(store)).toMatchObject({ ok: true });
  const lines = await store.readLog('audit');
  const outcomes = lines.map((line) => {
    const { event, outcome, code } = JSON.parse(line) as Record<string, string>;
    return [event, outcome, code].filter((part) => part !== undefined).join(' ');
  });
  expect(outcomes).toEqual([
    'proposal proposed',
    'refusal refused APPROVAL_PENDING',
    'approval approved',
    'write sending',
    'write sent',
  ]);
  expect(lines.join('\n')).not.toContain('eight');
});
