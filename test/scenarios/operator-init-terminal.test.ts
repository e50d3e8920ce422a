/** `tgmcp init` at a pseudo-terminal, as a person would go through it, with a stop on the way. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPLICATION, CHOSEN_PHRASE, newcomer, SECRETS, type Newcomer } from '../support/newcomer.js';
import { GROUP, PERSON } from '../support/small-world.js';

const DOWN = '\u001B[B';
const ENTER = '\r';
const TAB = '\t';
const CTRL_C = '\u0003';

let person: Newcomer;
beforeEach(async () => {
  person = await newcomer();
});
afterEach(() => person.close());

describe('a set-up at a terminal', { timeout: 120_000 }, () => {
  it('asks for each thing once, also over a stop, and ends with how to try it', async () => {
    const first = person.at(['init']);
    await first.shows('Your api id');
    first.types('twelve');
    await first.shows('TG_API_ID is "twelve"');
    await first.shows('Your api id');
    first.types(APPLICATION.id);
    await first.shows('Your api hash');
    first.types(APPLICATION.hash);
    await first.shows('Your phone number');
    first.presses(CTRL_C);
    await first.shows('Next, to go on from here: tgmcp init');
    expect(await first.ended).toBe(130);

    const then = person.at(['init']);
    await then.shows('Api id and hash: set, in');
    await then.shows('Your phone number');
    then.types(PERSON.phone);
    await then.shows('The login code');
    then.types(PERSON.code);
    await then.shows('What may agents do');
    then.presses(`${DOWN}${ENTER}`);
    await then.shows('Who approves each write?');
    then.presses(ENTER);
    await then.shows('Whose account?');
    then.presses(ENTER);
    await then.shows('The login code');
    then.types(PERSON.code);
    await then.shows('Which chats may be written to?');
    then.presses('The Gr');
    await then.shows(GROUP.title);
    then.presses(TAB);
    then.presses(ENTER);
    await then.shows('What may be done there?');
    then.presses(ENTER);
    await then.shows('Your new confirmation phrase');
    then.types(CHOSEN_PHRASE);
    await then.shows('The same once more');
    then.types(CHOSEN_PHRASE);
    await then.shows('Which client should start the servers?');
    then.presses(`${DOWN}${DOWN}${ENTER}`);
    await then.shows('Write this to');
    then.presses(`${DOWN}${ENTER}`);
    await then.shows('Nothing is bad');
    await then.shows('call tg_get_my_dialogs');
    await then.shows('write-call tg_send_message');
    expect(await then.ended).toBe(0);

    expect(await person.setting('TG_ACTIONS_ALLOWED_GROUPS')).toBe(`${GROUP.id}:send,send_file,edit`);
    const client: unknown = JSON.parse(await readFile(join(person.home, '.cursor', 'mcp.json'), 'utf8'));
    expect(client).toHaveProperty('mcpServers.tgmcp-actions');
    for (const { screen } of [first, then])
      for (const secret of SECRETS) expect(screen()).not.toContain(secret);
  });

  it('needs the number once, also when writing is added another day', async () => {
    const env = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
    await person.run(['credentials'], [], env);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const terminal = person.at(['init', '--profile', 'full', '--client', 'none']);
    await terminal.shows('Who approves each write?');
    terminal.presses(ENTER);
    await terminal.shows('Whose account?');
    terminal.presses(ENTER);
    await terminal.shows('The login code');
    expect(terminal.screen()).not.toContain('Your phone number');
    terminal.types(PERSON.code);
    await terminal.shows('The session of tgmcp-actions');
    await terminal.shows('Which chats may be written to?');
    terminal.presses(CTRL_C);
    expect(await terminal.ended).toBe(130);
    // Kept nowhere and shown nowhere.
    const digits = PERSON.phone.slice(1);
    expect(terminal.screen()).not.toContain(digits);
    for (const file of await readdir(join(person.home, 'tgmcp'), { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'latin1'), file.name).not.toContain(digits);
  });

  it('asks for the number where the account that reads cannot tell it, and for another account', async () => {
    const env = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
    await person.run(['credentials'], [], env);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    await person.run(['writing', '--approval', 'operator']);
    const refused = { method: 'users.getUsers', kind: 'error', code: 500, message: 'NO_ANSWER' } as const;
    for (const [keys, faulty] of [
      [ENTER, true],
      [`${DOWN}${ENTER}`, false],
    ] as const) {
      if (faulty) person.emulator.faults.add({ ...refused, times: 100 });
      const terminal = person.at(['init', '--profile', 'full', '--client', 'none']);
      await terminal.shows('Whose account?');
      terminal.presses(keys);
      await terminal.shows('Your phone number');
      terminal.presses(CTRL_C);
      await terminal.shows('Next, to go on from here: tgmcp init --profile full');
      expect(await terminal.ended).toBe(130);
      person.emulator.faults.clear();
    }
  });

  it('stays with reading where that is chosen, and does not ask for it again', async () => {
    const env = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
    await person.run(['credentials'], [], env);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const first = person.at(['init', '--client', 'none']);
    await first.shows('What may agents do');
    first.presses(ENTER);
    await first.shows('Nothing is bad');
    expect(await first.ended).toBe(0);
    const again = person.at(['init', '--client', 'none']);
    await again.shows('reading alone');
    await again.shows('Nothing is bad');
    expect(await again.ended).toBe(0);
    expect(again.screen()).not.toContain('What may agents do');
    const unsaid = person.at(['init', '--allow', 'me', '--client', 'none']);
    await unsaid.shows('are for writing');
    expect(await unsaid.ended).toBe(2);
  });

  it('writes no client where the person says no, and goes on to the doctor', async () => {
    const env = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
    await person.run(['credentials'], [], env);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const terminal = person.at(['init', '--read-only', '--client', 'cursor']);
    await terminal.shows('Write this to');
    terminal.presses(ENTER);
    await terminal.shows('Nothing was written.');
    await terminal.shows('Nothing is bad');
    await terminal.shows('Next: tgmcp config CLIENT --write');
    expect(await terminal.ended).toBe(0);
  });
});
