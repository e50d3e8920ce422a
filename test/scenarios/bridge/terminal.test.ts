/** `tgmcp bridge write-call` with a person in front of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House } from '../../support/house.js';
import { atTerminal, type Terminal } from '../../support/terminal.js';
import { sendsOf } from '../../support/writing.js';
import { ARGS, openBridge, type Bridge } from './bench.js';

let house: House;
let bridge: Bridge;
beforeEach(async () => {
  house = await openHouse();
  bridge = await openBridge(house);
});
afterEach(async () => {
  await house.close();
});

const DOWN = '\u001B[B';

async function begin(...more: string[]): Promise<Terminal> {
  const args = ['bridge', '--config', bridge.config, 'write-call', 'tg_send_message', ...ARGS, ...more];
  const terminal = atTerminal(PROGRAMS.operator, args, bridge.shell);
  await terminal.shows("It's at eight");
  await terminal.shows('Your decision');
  return terminal;
}

describe('at a terminal', { timeout: 120_000 }, () => {
  it('shows the preview, asks for the phrase, waits for the age and sends', async () => {
    const terminal = await begin();
    terminal.presses(`${DOWN}${DOWN}\r`);
    await terminal.shows('Your confirmation phrase');
    terminal.types(PHRASE);
    await terminal.shows('Approved');
    await terminal.shows('"message_id"');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain(PHRASE);
    expect(sendsOf(house)).toBe(1);
  });

  it('leaves it waiting', async () => {
    const terminal = await begin();
    terminal.presses('\r');
    await terminal.shows('"next"');
    expect(await terminal.ended).toBe(4);
    expect(sendsOf(house)).toBe(0);
  });

  it('says how to go on where it is left by Ctrl-C', async () => {
    const terminal = await begin();
    terminal.presses('\u0003');
    await terminal.shows('To go on: tgmcp bridge');
    await terminal.shows('--approval-code');
    expect(await terminal.ended).toBe(130);
    expect(sendsOf(house)).toBe(0);
  });

  it('refuses it', async () => {
    const terminal = await begin();
    terminal.presses(`${DOWN}\r`);
    await terminal.shows('REFUSED_BY_OPERATOR');
    expect(await terminal.ended).toBe(3);
    expect(sendsOf(house)).toBe(0);
  });

  it('asks in channel preview, too', async () => {
    await bridge.settings({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const no = await begin('--confirmation-text', PHRASE);
    no.presses('\r');
    await no.shows('"next"');
    expect(await no.ended).toBe(4);
    expect(sendsOf(house)).toBe(0);
    const typed = await begin('--confirmation-text', PHRASE);
    typed.presses('n');
    await typed.shows('"next"');
    expect(await typed.ended).toBe(4);
    expect(sendsOf(house)).toBe(0);
    const yes = await begin();
    yes.presses('y');
    await yes.shows('Your confirmation phrase');
    yes.types(PHRASE);
    await yes.shows('"message_id"');
    expect(await yes.ended).toBe(0);
    expect(sendsOf(house)).toBe(1);
  });
});
