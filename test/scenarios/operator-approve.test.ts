import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageAll } from '../support/damage.js';
import { openHouse, PHRASE, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { GROUP, PERSON } from '../support/small-world.js';
import { execute, grownOld, message, preview, sendsOf } from '../support/writing.js';

let house: House;
let agent: Agent;
beforeEach(async () => {
  house = await openHouse();
  agent = await house.start('actions');
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const propose = async (text = message.message_text): Promise<{ id: string; code: string; text: string }> => {
  const shown = await preview(agent, { ...message, message_text: text });
  return { id: String(shown['proposal_id']), code: String(shown['approval_code']), text };
};
const run = async (one: { code: string; text: string }) =>
  execute(agent, one.code, { ...message, message_text: one.text });

describe('tgmcp approve', () => {
  it('lists what waits with everything a script needs to show, and no code', async () => {
    const hidden = 'pay\u200B \u202Ethe bill';
    const one = await propose(hidden);
    const listed = await house.operator(['approve', '--json']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(listed.stdout)).toMatchObject({
      proposals: [
        {
          id: one.id,
          verb: 'send',
          account: { id: String(PERSON.id), name: 'Ann' },
          chat: { id: GROUP.id, kind: 'supergroup', title: GROUP.title, username: GROUP.username },
          preview: { text: hidden, hidden_characters: 2 },
          force_resend: false,
          said: 'nothing',
        },
      ],
    });
    expect(listed.stdout).not.toContain(one.code);
    expect(listed.stdout).not.toMatch(/[\u200B\u202E]/u);
  });

  it('lets the message go once the phrase is right, and never repeats the phrase', async () => {
    const one = await propose();
    const approved = await house.operator(['approve', one.id, '--phrase-stdin'], `${PHRASE}\n`);
    expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining(`Approved ${one.id}`) });
    expect(`${approved.stdout}${approved.stderr}`).not.toContain(PHRASE);
    await grownOld(house);
    expect(await run(one)).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(sendsOf(house)).toBe(1);
  });

  it('refuses a wrong phrase with the tries left, shuts after five, and opens again by unlatch', async () => {
    const one = await propose();
    for (const left of ['4', '3', '2', '1', '0']) {
      const wrong = await house.operator(['approve', one.id, '--phrase-stdin'], 'a guess of mine\n');
      expect(wrong.code).toBe(3);
      expect(wrong.stderr).toContain('PHRASE_WRONG');
      expect(wrong.stderr).toContain(`tries_left: ${left}`);
      expect(wrong.stderr).not.toContain('a guess of mine');
    }
    const locked = await house.operator(['approve', one.id, '--phrase-stdin'], `${PHRASE}\n`);
    expect(locked).toMatchObject({ code: 3, stderr: expect.stringContaining('PHRASE_LOCKED') });
    expect(await house.operator(['unlatch'])).toMatchObject({ code: 0 });
    expect(await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE)).toMatchObject({ code: 0 });
    expect(sendsOf(house)).toBe(0);
  });

  it('ends a proposal with a no, whatever the agent tries then', async () => {
    const one = await propose();
    await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    expect(await house.operator(['approve', one.id, '--refuse'])).toMatchObject({ code: 0 });
    await grownOld(house);
    expect(await run(one)).toMatchObject({ refused: true, body: { code: 'REFUSED_BY_OPERATOR' } });
    expect(sendsOf(house)).toBe(0);
  });

  it('takes a no by id although the list of what waits is damaged', async () => {
    const one = await propose();
    await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    await damageAll(join(house.dir, 'state', String(PERSON.id)), 'open-proposals', 'cut short');
    expect(await house.operator(['approve', '--json'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('STATE_CORRUPT'),
    });
    expect(await house.operator(['approve', one.id, '--refuse'])).toMatchObject({ code: 0 });
    await grownOld(house);
    expect(await run(one)).toMatchObject({ refused: true, body: { code: 'REFUSED_BY_OPERATOR' } });
    expect(sendsOf(house)).toBe(0);
  });

  it('has nothing to say yes or no to once the code was used', async () => {
    const one = await propose();
    await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    await grownOld(house);
    await run(one);
    expect(JSON.parse((await house.operator(['approve', '--json'])).stdout)).toEqual({
      proposals: [],
      unsettled: [],
    });
    const late = await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    expect(late).toMatchObject({ code: 3, stderr: expect.stringContaining('CODE_CONSUMED') });
    const no = await house.operator(['approve', one.id, '--refuse']);
    expect(no).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('It was sent before') });
  });
});

describe('tgmcp approve where several accounts have state', () => {
  const stateOf = (id: string): string => join(house.dir, 'state', id);
  beforeEach(async () => {
    for (const other of ['4', `${PERSON.id}9`]) await mkdir(stateOf(other), { recursive: true, mode: 0o700 });
  });

  it('says of a used code what came of it', async () => {
    const one = await propose();
    await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    await grownOld(house);
    await run(one);
    const no = await house.operator(['approve', one.id, '--refuse']);
    expect(no).toMatchObject({ code: 3, stderr: expect.stringContaining('It was sent before') });
    const yes = await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    expect(yes).toMatchObject({ code: 3, stderr: expect.stringContaining('CODE_CONSUMED') });
    expect(sendsOf(house)).toBe(1);
  });

  it('takes a no although the list of what waits is damaged, and knows no strange id', async () => {
    const one = await propose();
    await damageAll(stateOf(String(PERSON.id)), 'open-proposals', 'cut short');
    expect(await house.operator(['approve', one.id, '--refuse'])).toMatchObject({ code: 0 });
    expect(await house.operator(['approve', 'a1b2c3d4e5f6', '--refuse'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('APPROVAL_UNKNOWN'),
    });
  });
});

describe('tgmcp audit verify', () => {
  const log = (): string => join(house.dir, 'state', String(PERSON.id), 'logs', 'audit.jsonl');
  const verify = () => house.operator(['audit', 'verify']);

  it('finds the log of a send sound, without a word of the message in it', async () => {
    const one = await propose('the secret of the harbour');
    await house.operator(['approve', one.id, '--phrase-stdin'], PHRASE);
    await grownOld(house);
    await run(one);
    expect(await verify()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\d+ records, an unbroken chain/u),
    });
    expect(await readFile(log(), 'utf8')).not.toContain('harbour');
  });

  it.each([
    [
      'changed',
      (lines: string[]) => [lines[0]?.replace('"send"', '"edit"'), ...lines.slice(1)],
      'BAD at record 1',
    ],
    ['dropped', (lines: string[]) => lines.slice(1), 'BAD at record 1'],
    ['cut', (lines: string[]) => lines.slice(0, -2), 'the log was cut'],
  ])('names the first bad record when one was %s', async (_, damage, message) => {
    const one = await propose();
    await house.operator(['approve', one.id, '--refuse']);
    await run(one);
    const lines = (await readFile(log(), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    await writeFile(log(), `${damage(lines).join('\n')}\n`);
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining(message) });
  });

  it('notices a record that tgmcp did not write', async () => {
    await propose();
    await appendFile(log(), '{"seq":99}\\n');
    expect((await verify()).code).toBe(1);
  });

  it('notices that the log is gone', async () => {
    const one = await propose();
    await house.operator(['approve', one.id, '--refuse']);
    await rm(log());
    expect((await verify()).code).toBe(1);
  });
});
