/** What is particular to invite links. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { GROUP, PERSON } from '../../support/small-world.js';
import { approvedBy, openWriteBench, type WriteBench } from './bench.js';
import { WORKSHOP } from './world.js';

const MANY = { MAX_JOINS_PER_DAY: '1000' };
let bench: WriteBench;
let agent: Agent;

beforeAll(async () => {
  bench = await openWriteBench();
  agent = await bench.server(MANY);
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const world = () => bench.house.emulator.world;
const chatOf = (bare: bigint) => {
  const chat = world().channels.get(bare);
  if (chat === undefined) throw new Error('There is no such chat');
  return chat;
};

const approved = (tool: string, args: object) => approvedBy(bench, agent, tool, args);
const write = async (tool: string, args: object): Promise<Answer> => (await approved(tool, args))();

describe('an invite link', () => {
  const TOOL = 'tg_edit_invite_link';
  /** So long Telegram takes, by the world's time, for an answer that is given up long before. */
  const LATE_SEC = 29;
  const group = WORKSHOP.id;
  const linkNow = (link: unknown) =>
    chatOf(WORKSHOP.bare).invites.find(({ hash }) => String(link).endsWith(hash));

  it('is made, changed and revoked', async () => {
    const { body } = await write(TOOL, { group, title: 'Kites', usage_limit: 3 });
    const { link } = body;
    const args = { group, link, usage_limit: 0, request_needed: true, title: 'Boats' };
    const shown = await agent.call(TOOL, args);
    expect(JSON.stringify(shown.body['details'])).toContain('Kites, 0 joined by it, of 3, expires never');
    expect(await write(TOOL, args)).toMatchObject({
      refused: false,
      body: { link, revoked: false },
    });
    expect(linkNow(link)).toMatchObject({ title: 'Boats', requestNeeded: true, revoked: false });
    expect(linkNow(link)?.usageLimit).toBeUndefined();
    expect(await write(TOOL, { group, link, revoke: true })).toMatchObject({
      body: { link, revoked: true },
    });
    expect(linkNow(link)?.revoked).toBe(true);
  });

  it('that is permanent is revoked for a new one', async () => {
    const permanent = world().addInvite(chatOf(WORKSHOP.bare), {
      adminId: PERSON.id,
      permanent: true,
    });
    const link = `https://t.me/+${permanent.hash}`;
    const { body } = await write(TOOL, { group, link, revoke: true });
    expect(body).toMatchObject({ revoked: true, link: expect.stringMatching(/^https:/) });
    expect(body['link']).not.toBe(link);
    expect(linkNow(body['link'])).toMatchObject({ permanent: true, revoked: false });
  });

  it('of which nobody knows whether it was revoked is looked at, and not revoked again', async () => {
    const { body } = await write(TOOL, { group, title: 'Once' });
    const go = await approved(TOOL, { group, link: body['link'], revoke: true });
    const method = 'messages.editExportedChatInvite';
    const fault = {
      method,
      kind: 'error_after',
      code: 500,
      message: 'INTERNAL',
      times: 1,
    } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: true, revoked: true },
    });
    expect(bench.writes()).toEqual([method]);
  });

  it('that Telegram makes after the answer was given up is not made twice', async () => {
    const args = { group, title: 'Late' };
    const hasty = await bench.server({ ...MANY, TG_CALL_DEADLINE_SEC: '3' });
    const go = await approved(TOOL, args);
    const method = 'messages.exportChatInvite';
    bench.house.emulator.faults.add({ method, kind: 'delay', delay_sec: LATE_SEC, times: 1 });
    bench.writes();
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go(hasty)).toMatchObject({
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('repeat the call later') },
    });
    await comesLate('Late', () => go(hasty));
    expect(bench.writes()).toEqual([method]);
    await hasty.close();
  });

  /** The link of a title comes when its time has passed, and the call that asked for it then tells of that one. */
  async function comesLate(title: string, again: () => Promise<Answer>): Promise<void> {
    const made = () => chatOf(WORKSHOP.bare).invites.filter((one) => one.title === title);
    expect(made()).toHaveLength(0);
    await bench.house.passTime(LATE_SEC);
    await expect.poll(() => made().length, { timeout: 20_000 }).toBe(1);
    await bench.house.passTime(31);
    expect(await again()).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(made()).toHaveLength(1);
  }

  it('that Telegram makes late is not made twice either when an earlier try was refused long ago', async () => {
    const args = { group, title: 'Later' };
    const hasty = await bench.server({ ...MANY, TG_CALL_DEADLINE_SEC: '3' });
    const go = await approved(TOOL, args);
    const method = 'messages.exportChatInvite';
    const flood = { kind: 'error', code: 420, message: 'FLOOD_WAIT_60', times: 1 } as const;
    bench.house.emulator.faults.add({ method, ...flood });
    bench.writes();
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'FLOOD_WAIT' } });
    await bench.house.passTime(61);
    bench.house.emulator.faults.add({ method, kind: 'delay', delay_sec: LATE_SEC, times: 1 });
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    await comesLate('Later', () => go(hasty));
    expect(bench.writes()).toEqual([method, method]);
    await hasty.close();
  });

  it.each([
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA', revoke: true }, 'no such link'],
    [{ revoke: true }, 'which one'],
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA' }, 'what to change'],
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA', revoke: true, title: 'x' }, 'revoke'],
    [{ expires: 'soon' }, 'ISO 8601'],
    [{ expires: '2020-01-01' }, 'a minute ahead'],
    [{ usage_limit: 2, request_needed: true }, 'usage_limit'],
    [{ title: 'x'.repeat(33) }, 'title'],
  ])('is not made or changed by %j', async (change, problem) => {
    const answer = await agent.call(TOOL, { group, ...change });
    expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(problem);
  });

  it('needs the right to invite', async () => {
    expect(await write(TOOL, { group: GROUP.id })).toMatchObject({
      refused: true,
      body: { code: 'NO_RIGHTS' },
    });
  });
});
