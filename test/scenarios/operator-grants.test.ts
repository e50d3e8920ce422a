/** What agents have leave for, its end by the operator, and the record of it. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PHRASE, PROGRAMS } from '../support/house.js';
import { GROUP } from '../support/small-world.js';
import { approve, execute, message, preview, sendsOf } from '../support/writing.js';
import { openLaneBench, WIDE, type LaneBench } from './lanes/bench.js';

let bench: LaneBench;
beforeAll(async () => {
  bench = await openLaneBench();
});
afterAll(async () => {
  await bench.house.close();
});

interface Listed {
  readonly id: string;
  readonly verb: string;
  readonly state: string;
}

async function listed(...more: string[]): Promise<Listed[]> {
  const { stdout, code } = await bench.house.operator(['grants', 'list', '--json', ...more]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Listed[];
}

it('lists what can still lead to a write, and ends any of it at once', async () => {
  const { house, agent } = bench;
  expect((await house.operator(['grants', 'list'])).stdout).toContain('No agent has leave for anything.');
  const waiting = await preview(agent);
  const approved = await preview(agent, { ...message, message_text: 'Approved' });
  await approve(house, approved);
  const lane = await bench.lane();
  const pending = await agent.call('tg_create_write_lane', { ...WIDE, name: 'Pending' });
  const ids = {
    waiting: String(waiting['proposal_id']),
    approved: String(approved['proposal_id']),
    pending: String(pending.body['lane_id']),
  };
  expect(await listed()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: ids.waiting, verb: 'send', state: 'waiting' }),
      expect.objectContaining({ id: ids.approved, verb: 'send', state: 'approved' }),
      expect.objectContaining({ id: lane, verb: 'write_lane', state: 'active', items: 2 }),
      expect.objectContaining({ id: ids.pending, verb: 'write_lane', state: 'waiting', items: 2 }),
    ]),
  );
  const text = (await house.operator(['grants', 'list'])).stdout;
  for (const id of [...Object.values(ids), lane]) expect(text).toContain(id);

  for (const id of [...Object.values(ids), lane]) {
    expect(await house.operator(['grants', 'revoke', id])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Ended ${id}`),
    });
  }
  expect(await house.operator(['grants', 'revoke', 'nothinghere0'])).toMatchObject({ code: 3 });
  expect(await listed()).toEqual([]);
  expect((await listed('--all')).map(({ state }) => state).toSorted()).toEqual([
    'refused',
    'refused',
    'revoked',
    'revoked',
  ]);
  await house.passTime(2);
  const args = { ...message, message_text: 'Approved' };
  expect(await execute(agent, approved['approval_code'], args)).toMatchObject({
    refused: true,
    body: { code: 'REFUSED_BY_OPERATOR' },
  });
  expect(await bench.send(lane, 'Too late')).toMatchObject({
    refused: true,
    body: { code: 'GRANT_NOT_ACTIVE', data: { state: 'revoked' } },
  });
  expect(sendsOf(house)).toBe(0);
});

it('ends all of it by one command, and asks what is meant where nothing or both are named', async () => {
  const { house, agent } = bench;
  const waiting = await preview(agent, { ...message, message_text: 'Before the loss' });
  await approve(house, waiting);
  const lane = await bench.lane({ name: 'Before the loss' });
  expect((await listed()).map(({ id }) => id)).toEqual(
    expect.arrayContaining([lane, String(waiting['proposal_id'])]),
  );
  expect(await house.operator(['grants', 'revoke'])).toMatchObject({ code: 2 });
  expect(await house.operator(['grants', 'revoke', lane, '--all'])).toMatchObject({ code: 2 });
  expect(await listed()).toHaveLength(2);
  expect(await house.operator(['grants', 'revoke', '--all'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Ended 2.'),
  });
  expect(await listed()).toEqual([]);
  await house.passTime(2);
  const args = { ...message, message_text: 'Before the loss' };
  expect(await execute(agent, waiting['approval_code'], args)).toMatchObject({
    refused: true,
    body: { code: 'REFUSED_BY_OPERATOR' },
  });
  expect(sendsOf(house)).toBe(0);
});

it('says of a code that was used that what was sent stays', async () => {
  const args = { group: GROUP.id, message_text: 'Stays' };
  const shown = await preview(bench.agent, args);
  await approve(bench.house, shown);
  await bench.house.passTime(2);
  expect(await execute(bench.agent, shown['approval_code'], args)).toMatchObject({ refused: false });
  const revoked = await bench.house.operator(['grants', 'revoke', String(shown['proposal_id'])]);
  expect(revoked).toMatchObject({ code: 0, stdout: expect.stringContaining('what was sent stays') });
});

it('shows the record, of one kind or all, for people and for programs, and says when it was touched', async () => {
  const { house } = bench;
  const show = (...more: string[]) => house.operator(['audit', 'show', ...more]);
  const writes = await show('--event', 'write');
  expect(writes).toMatchObject({ code: 0, stderr: '' });
  const lines = writes.stdout.trim().split('\n');
  expect(lines.map((line) => /write send (\w+)/.exec(line)?.[1])).toEqual(['sending', 'sent']);
  expect(lines[1]).toContain(`chat=${GROUP.id}`);
  expect(writes.stdout).not.toContain('Stays');
  const last = await show('--last', '1', '--json');
  expect(JSON.parse(last.stdout)).toMatchObject({
    event: 'approval',
    outcome: 'refused',
    detail: { by: 'terminal' },
  });
  expect(await show('--last', 'x')).toMatchObject({ code: 2 });
  expect((await show('--last', '0')).stdout.trim()).toBe('');
});

it('follows the record as it grows', async () => {
  const { house, agent } = bench;
  const child = spawn(
    process.execPath,
    [PROGRAMS.operator, 'audit', 'tail', '--last', '0', '--event', 'proposal'],
    {
      env: house.env(),
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  try {
    // What was recorded before is not shown, so the proposals go on until one is.
    const followed: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => followed.push(chunk.toString()));
    for (let round = 0; followed.length === 0 && round < 30; round += 1) {
      await preview(agent, { ...message, message_text: `Followed ${round}` });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(followed.join('')).toContain('proposal send proposed');
  } finally {
    child.kill('SIGKILL');
  }
});

it('records that settings were weak and overridden with what the person decides, too', async () => {
  const weak = { TG_ACTIONS_UNSAFE_OVERRIDE: '1', TG_ACTIONS_MIN_CONFIRM_TEXT_LEN: '0' };
  const shown = await preview(bench.agent, { ...message, message_text: 'Weak' });
  const id = String(shown['proposal_id']);
  for (const args of [
    ['approve', id, '--phrase-stdin'],
    ['grants', 'revoke', id],
  ]) {
    expect(await bench.house.operator(args, PHRASE, weak)).toMatchObject({ code: 0 });
  }
  const { stdout } = await bench.house.operator(['audit', 'show', '--last', '2', '--json']);
  for (const line of stdout.trim().split('\n')) {
    expect(JSON.parse(line)).toMatchObject({ event: 'approval', detail: { unsafe_override: true } });
  }
});
