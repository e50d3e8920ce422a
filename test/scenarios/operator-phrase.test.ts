import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House } from '../support/house.js';
import { atTerminal } from '../support/terminal.js';
import { execute, grownOld, message, preview, sendsOf } from '../support/writing.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

// What a terminal shows is waited for a minute.
describe('tgmcp phrase', { timeout: 120_000 }, () => {
  it('makes a settings line with which a person approves as with the phrase itself', async () => {
    const made = await house.operator(['phrase', '--stdin'], `${PHRASE}\n`);
    expect(made.code).toBe(0);
    expect(`${made.stdout}${made.stderr}`).not.toContain(PHRASE);
    const hashed = { TG_ACTIONS_CONFIRMATION_PHRASE: made.stdout.trim().replace(/^[A-Z_]+=/u, '') };
    const agent = await house.start('actions', hashed);
    const shown = await preview(agent, message);
    const id = String(shown['proposal_id']);
    const approve = (phrase: string) =>
      house.operator(['approve', id, '--phrase-stdin'], `${phrase}\n`, hashed);
    expect((await approve(hashed.TG_ACTIONS_CONFIRMATION_PHRASE)).code).toBe(3);
    expect((await approve(PHRASE)).code).toBe(0);
    await grownOld(house);
    await execute(agent, String(shown['approval_code']), message);
    expect(sendsOf(house)).toBe(1);
    expect(`${agent.stderr()}${JSON.stringify(shown)}`).not.toContain(
      hashed.TG_ACTIONS_CONFIRMATION_PHRASE.slice(-40),
    );
  });

  it.each([
    ['short', 'shorter than 6'],
    ['change me', 'Everybody knows'],
    ['', 'shorter than 6'],
  ])('refuses %j', async (phrase, told) => {
    expect(await house.operator(['phrase', '--stdin'], `${phrase}\n`)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(told),
    });
  });

  it('asks a person again after two that differ, and after one that is too short or known to all', async () => {
    const terminal = atTerminal(PROGRAMS.operator, ['phrase'], house.env());
    for (const [typed, again, told] of [
      ['paper lantern', 'paper lanterns', 'The two are not the same'],
      ['short', undefined, 'shorter than 6'],
      ['change me', undefined, 'Everybody knows'],
      ['paper lantern', 'paper lantern', 'TG_ACTIONS_CONFIRMATION_PHRASE=scrypt:'],
    ] as const) {
      await terminal.shows('Your new confirmation phrase');
      terminal.types(typed);
      if (again !== undefined) {
        await terminal.shows('The same once more');
        terminal.types(again);
      }
      await terminal.shows(told);
    }
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain('paper lantern');
  });

  it('leaves writing off when the hash in the settings is not whole', async () => {
    const agent = await house.start('actions', { TG_ACTIONS_CONFIRMATION_PHRASE: 'scrypt:32768:8:1:00:11' });
    const { body } = await agent.call('tg_send_message', message);
    expect(body).toMatchObject({ code: 'POLICY_UNSAFE' });
    expect(JSON.stringify(body)).toContain('tgmcp phrase');
    expect(sendsOf(house)).toBe(0);
  });
});
