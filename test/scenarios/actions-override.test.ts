/** TG_ACTIONS_UNSAFE_OVERRIDE lets weak settings write; it must be in sight wherever writing is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine } from '../support/doctor.js';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { PERSON } from '../support/small-world.js';
import { approve, deskOf, execute, message, preview, sendsOf } from '../support/writing.js';

const WEAK = { TG_ACTIONS_IDEMPOTENCY_ENABLED: '0' };
const OVERRIDDEN = { ...WEAK, TG_ACTIONS_UNSAFE_OVERRIDE: '1' };
const ISSUE = 'TG_ACTIONS_IDEMPOTENCY_ENABLED';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
});

/** The records of the audit log, oldest first. */
async function audit(): Promise<{ event: string; outcome: string; detail?: Record<string, unknown> }[]> {
  const file = join(house.dir, 'state', String(PERSON.id), 'logs', 'audit.jsonl');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Awaited<ReturnType<typeof audit>>[number]);
}

async function send(agent: Agent): Promise<Record<string, unknown>> {
  const shown = await preview(agent);
  await approve(house, shown);
  await house.passTime(2);
  expect(await execute(agent, shown['approval_code'])).toMatchObject({ refused: false });
  return shown;
}

describe('weak settings', () => {
  it('refuse a write, and the override alone lets it through', async () => {
    const closed = await house.start('actions', WEAK);
    const { body, refused } = await closed.call('tg_send_message', message);
    expect(refused).toBe(true);
    expect(body).toMatchObject({
      code: 'POLICY_UNSAFE',
      data: { issues: [expect.stringContaining(ISSUE)] },
    });
    expect(house.wire()).toEqual([]);
    await closed.close();
    await send(await house.start('actions', OVERRIDDEN));
    expect(sendsOf(house)).toBe(1);
  });
});

describe('an override that is on', () => {
  it('is in the policy that the agent reads, with what it overrides', async () => {
    const agent = await house.start('actions', OVERRIDDEN);
    expect((await agent.call('tg_get_actions_policy')).body).toMatchObject({
      enabled: true,
      unsafe_override: true,
      policy_issues: [expect.stringContaining(ISSUE)],
    });
  });

  it('is in the preview, and in front of the person who approves', async () => {
    const agent = await house.start('actions', OVERRIDDEN);
    const shown = await preview(agent);
    expect(shown['note']).toContain('TG_ACTIONS_UNSAFE_OVERRIDE is on');
    expect(shown['note']).toContain(ISSUE);
    const [pending] = await deskOf(house).pending();
    expect(pending?.lines.join('\n')).toMatch(/^Note: TG_ACTIONS_UNSAFE_OVERRIDE is on.*IDEMPOTENCY/mu);
    const listed = await house.operator(['approve', '--json'], '', OVERRIDDEN);
    expect(listed.stdout).toContain('TG_ACTIONS_UNSAFE_OVERRIDE is on');
  });

  it('is in the log at the start and at each write, and in every record of the audit', async () => {
    const agent = await house.start('actions', OVERRIDDEN);
    const shown = await send(agent);
    expect((await agent.call('tg_send_message', { ...message, group: '-100999' })).refused).toBe(true);
    expect(agent.stderr()).toMatch(/TG_ACTIONS_UNSAFE_OVERRIDE allows writing although: TG_ACTIONS_IDEMP/u);
    const line = `a write begins under TG_ACTIONS_UNSAFE_OVERRIDE, proposal ${String(shown['proposal_id'])}`;
    expect(agent.stderr().split(line)).toHaveLength(2);
    const ours = (await audit()).filter(({ event }) => event !== 'approval');
    expect(ours.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
      'proposal proposed',
      'write sending',
      'write sent',
      'refusal refused',
    ]);
    for (const { detail } of ours) expect(detail).toMatchObject({ unsafe_override: true });
  });

  it('is what the doctor calls wrong', async () => {
    const found = (await examine(house, OVERRIDDEN)).of('write policy');
    expect(found[0]).toMatchObject({ verdict: 'bad', says: expect.stringContaining('all the same') });
    const says = expect.stringContaining('TG_ACTIONS_UNSAFE_OVERRIDE is 1');
    expect(found.find(({ next }) => next?.includes('UNSAFE_OVERRIDE'))).toMatchObject({
      verdict: 'bad',
      says,
    });
  });
});

describe('an override that overrides nothing', () => {
  it('adds no word to a preview and no field to a record', async () => {
    const agent = await house.start('actions', { TG_ACTIONS_UNSAFE_OVERRIDE: '1' });
    const shown = await send(agent);
    expect(JSON.stringify(shown)).not.toContain('OVERRIDE');
    expect(JSON.stringify(await audit())).not.toContain('override');
  });
});
