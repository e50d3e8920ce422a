/** `tgmcp bridge write-call` without a terminal, in both channels. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House } from '../../support/house.js';
import { deskOf, sendsOf } from '../../support/writing.js';
import { GROUP, OTHER } from '../../support/small-world.js';
import { ARGS, openBridge, problem, said, type Bridge } from './bench.js';

let house: House;
let bridge: Bridge;
beforeEach(async () => {
  house = await openHouse();
  bridge = await openBridge(house);
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  await house.close();
});

const write = (...more: string[]) => bridge.run(['write-call', 'tg_send_message', ...ARGS, ...more]);
const sends = (): number => sendsOf(house);

/** The person, at another terminal: waits until something waits, then decides. */
async function decide(word: 'approve' | 'refuse'): Promise<void> {
  const desk = deskOf(house);
  const one = await vi.waitUntil(async () => (await desk.pending()).find(({ said }) => said === 'nothing'), {
    timeout: 20_000,
    interval: 50,
  });
  const outcome = word === 'approve' ? await desk.approve(one.id, PHRASE) : await desk.refuse(one.id);
  expect(outcome).toMatchObject({ ok: true });
}

// Ten programs, one after the other.
const LONG = { timeout: 120_000 };

describe('channel operator', () => {
  it(
    'stops after the preview, and the command that it prints goes on, once a person approved',
    LONG,
    async () => {
      const ran = await write();
      expect(ran).toMatchObject({ code: 4, stderr: '' });
      const { preview, execution } = said(ran);
      expect(preview).toMatchObject({ dry_run: true, text: "It's at eight", approval: 'waiting' });
      expect(execution).toBeUndefined();
      expect(sends()).toBe(0);
      const command = /then: (.*)$/u.exec((JSON.parse(ran.stdout) as { next: string }).next)?.[1] ?? '';
      expect(await inShell(command)).toMatchObject({
        code: 4,
        out: { next: expect.stringContaining('tgmcp approve') },
      });
      await decide('approve');
      const done = await inShell(command);
      expect(done).toMatchObject({ code: 0, out: { execution: { dry_run: false, already_sent: false } } });
      expect(sends()).toBe(1);
      expect(await inShell(command)).toMatchObject({ code: 0, out: { execution: { already_sent: true } } });
      expect(sends()).toBe(1);
    },
  );

  it('waits for the person where that is asked for, and completes', async () => {
    const [ran] = await Promise.all([write('--wait-approval', '25'), decide('approve')]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(said(ran)).toMatchObject({
      preview: { approval: 'waiting' },
      execution: { message_id: expect.any(Number) },
    });
    expect(sends()).toBe(1);
  });

  it('takes no for an answer', async () => {
    const [ran] = await Promise.all([write('--wait-approval', '25'), decide('refuse')]);
    expect(ran.code).toBe(3);
    expect(said(ran)).toMatchObject({ execution: { code: 'REFUSED_BY_OPERATOR' } });
    expect(sends()).toBe(0);
  });

  it('drops a phrase among the arguments, and repeats it nowhere', async () => {
    const args = { group: GROUP.id, message_text: 'x', confirmation_text: PHRASE, confirm: true };
    const ran = await bridge.run(['write-call', 'tg_send_message', '--args-json', JSON.stringify(args)]);
    expect(ran.code).toBe(4);
    expect(said(ran)['next']).toContain('--args-json \'{"group":"' + GROUP.id + '","message_text":"x"}\'');
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(PHRASE);
    expect(sends()).toBe(0);
  });

  it('gives up waiting, and no phrase stands in for the person', async () => {
    const ran = await write('--wait-approval', '1', '--confirmation-text', PHRASE);
    expect(ran.code).toBe(4);
    expect(said(ran)).toMatchObject({ next: expect.stringContaining('--approval-code') });
    expect(ran.stdout).not.toContain(PHRASE);
    expect(sends()).toBe(0);
  });

  it('stops where the preview is refused', async () => {
    const args = JSON.stringify({ group: `@${OTHER.username}`, message_text: 'x', confirm: true });
    const ran = await bridge.run(['write-call', 'tg_send_message', '--args-json', args]);
    expect(ran.code).toBe(3);
    expect(said(ran)).toMatchObject({ preview: { code: 'TARGET_NOT_ALLOWED' } });
    expect(sends()).toBe(0);
  });
});

describe('what the operator decided', () => {
  it.each([
    'TG_ACTIONS_APPROVAL_CHANNEL=preview',
    'TG_ACTIONS_APPROVAL_MIN_AGE_SEC=0',
    'TG_ACTIONS_ALLOWED_GROUPS=me',
    'TG_ACTIONS_UNSAFE_OVERRIDE=1',
    'TG_ENV_FILE=/dev/null',
    'NODE_OPTIONS=--require=/x',
  ])('is not changed by --set-env %s', async (pair) => {
    const ran = await bridge.run(['--set-env', pair, 'tools']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(problem(ran)).toMatchObject({ code: 'SETTING_FIXED' });
    expect(house.wire()).toEqual([]);
  });

  it('is not changed by the shell of the agent', async () => {
    const agents = {
      TG_ACTIONS_APPROVAL_CHANNEL: 'preview',
      TG_ACTIONS_CONFIRMATION_PHRASE: 'a phrase of mine',
      TG_ACTIONS_ALLOWED_GROUPS: `@${OTHER.username}`,
      TG_ENV_FILE: '/dev/null',
      TG_DATA_DIR: join(house.dir, 'elsewhere'),
    };
    const ran = await bridge.run(['write-call', 'tg_send_message', ...ARGS], agents);
    expect(ran).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^Not passed on, .*TG_ACTIONS_APPROVAL_CHANNEL/u),
    });
    expect(said(ran)).toMatchObject({ preview: { approval: 'waiting' } });
    const policy = said(await bridge.run(['call', 'tg_get_actions_policy'], agents));
    expect(policy).toMatchObject({ approval: { channel: 'operator' }, policy_issues: [] });
    expect(sends()).toBe(0);
  });
});

describe('channel preview', () => {
  beforeEach(() => bridge.settings({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' }));

  it('completes by itself with the phrase that the person told, once the code is old enough', async () => {
    const began = Date.now();
    const ran = await write('--confirmation-text', PHRASE);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(said(ran)).toMatchObject({
      preview: { approval: 'not_needed' },
      execution: { already_sent: false, message_id: expect.any(Number) },
    });
    expect(Date.now() - began).toBeGreaterThan(1000);
    expect(sends()).toBe(1);
    expect(ran.stdout).not.toContain(PHRASE);
  });

  it('takes the phrase from the shell of whoever calls, too', async () => {
    const told = { TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE };
    const ran = await bridge.run(['write-call', 'tg_send_message', ...ARGS], told);
    expect(ran.code).toBe(0);
    expect(sends()).toBe(1);
  });

  it('stops without it, although the settings file holds it', async () => {
    expect(await write()).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('--confirmation-text PHRASE'),
    });
    expect(sends()).toBe(0);
  });

  it('sends nothing for a wrong one', async () => {
    const wrong = await write('--confirmation-text', 'another phrase', '--approval-wait-sec', '1.2');
    expect(wrong.code).toBe(3);
    expect(said(wrong)).toMatchObject({ execution: { code: 'PHRASE_WRONG' } });
    expect(sends()).toBe(0);
  });

  it('sends nothing before the code is old enough', async () => {
    await bridge.settings({
      TG_ACTIONS_APPROVAL_CHANNEL: 'preview',
      TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '600',
    });
    const fresh = await write('--confirmation-text', PHRASE, '--approval-wait-sec', '0');
    expect(fresh.code).toBe(3);
    expect(said(fresh)).toMatchObject({ execution: { code: 'TOO_FRESH' } });
    expect(sends()).toBe(0);
  });
});

/** Runs a printed command as an agent would: `tgmcp` is the operator's command. */
async function inShell(command: string): Promise<{ code: number; out: unknown }> {
  const program = `#!/bin/sh\nexec '${process.execPath}' '${PROGRAMS.operator}' "$@"\n`;
  await writeFile(join(house.dir, 'tgmcp'), program, { mode: 0o755 });
  const env = { ...bridge.shell, PATH: `${house.dir}:${process.env['PATH'] ?? ''}` };
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
    execFile('/bin/sh', ['-c', command], { env }, (error, said) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout: said });
    });
  });
  return { code, out: JSON.parse(stdout) };
}
