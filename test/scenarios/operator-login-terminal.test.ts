import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '@tgmcp/emulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House } from '../support/house.js';
import { linkOf, scanQr } from '../support/qr-scan.js';
import { FRIEND, PERSON, smallWorld } from '../support/small-world.js';
import { atTerminal, type Terminal } from '../support/terminal.js';

/* Every way through `tgmcp login`, at a pseudo-terminal, as a person would go it. */

/** Of an account that lives in another data centre than the one that is asked first. */
const AFAR = { id: 7_010n, phone: '+15550010', code: '33333', firstName: 'Faye', dc: 4 };
/** Of one whose codes come by SMS, then by a call. */
const SLOW = {
  id: 7_011n,
  phone: '+15550011',
  code: '44444',
  firstName: 'Sam',
  codeWays: ['app', 'sms'],
} as const;
const BANNED = '+15559901';
const BUSY = '+15559902';
const CODE_LIFE_MS = 300_000;
// What a terminal shows is waited for a minute.
const LONG = { timeout: 120_000 };

let house: House;
const terminals: Terminal[] = [];

function world(): World {
  const made = smallWorld();
  made.addAccount(AFAR);
  made.addAccount(SLOW);
  made.loginRules.numbers.set(BANNED.slice(1), { refusal: 'banned' });
  made.loginRules.numbers.set(BUSY.slice(1), { refusal: 'flood' });
  return made;
}

beforeAll(async () => {
  house = await openHouse(world);
});
afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.kill();
  house.emulator.faults.clear();
  await rm(file(), { force: true });
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const file = (): string => join(house.dir, 'sessions', 'typed.session');

function login(...args: readonly string[]): Terminal {
  const env = house.env({ TG_SESSION_PATH: file(), TG_CALL_DEADLINE_SEC: '10', TG_EXPECTED_USER_ID: '' });
  const terminal = atTerminal(PROGRAMS.operator, ['login', ...args], env);
  terminals.push(terminal);
  return terminal;
}

const scan = (terminal: Terminal, account: bigint): Promise<void> =>
  scanQr(house.emulator, terminal, account);

describe('a login by code at a terminal', LONG, () => {
  it('asks for number and code, says where the code is, and what comes next', async () => {
    const terminal = login();
    await terminal.shows('Your phone number');
    terminal.types(PERSON.phone);
    await terminal.shows('in the Telegram app');
    terminal.types(PERSON.code);
    await terminal.shows(`Logged in as Ann, id ${PERSON.id}`);
    await terminal.shows('Next: tgmcp session expect');
    expect(await terminal.ended).toBe(0);
    expect(existsSync(file())).toBe(true);
  });

  it('asks again after a wrong code and a wrong password, shows the hint and hides the password', async () => {
    const terminal = login('--phone', FRIEND.phone);
    await terminal.shows('The login code');
    terminal.types('99999');
    await terminal.shows('The login code is wrong');
    await terminal.shows('The login code');
    terminal.types(FRIEND.code);
    await terminal.shows('two-step password');
    terminal.types('not this');
    await terminal.shows('The two-step password is wrong');
    await terminal.shows('two-step password');
    terminal.types(FRIEND.password);
    await terminal.shows('Logged in as Bob');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain('not this');
    expect(terminal.screen()).not.toContain(FRIEND.password);
  });

  it('has the code sent again by the next way', async () => {
    const terminal = login('--phone', SLOW.phone);
    await terminal.shows('"resend" to get it by SMS');
    await house.passTime(61);
    terminal.types('resend');
    await terminal.shows('sent by SMS');
    terminal.types(SLOW.code);
    await terminal.shows('Logged in as Sam');
    expect(await terminal.ended).toBe(0);
  });

  it('follows the account to its data centre', async () => {
    const terminal = login('--phone', AFAR.phone);
    await terminal.shows('The login code');
    terminal.types(AFAR.code);
    await terminal.shows('Logged in as Faye');
    expect(await terminal.ended).toBe(0);
  });

  it('gets a new code for one that expires while it is typed', async () => {
    const terminal = login('--phone', PERSON.phone);
    await terminal.shows('The login code');
    house.emulator.clock.advance(CODE_LIFE_MS);
    terminal.types(PERSON.code);
    await terminal.shows('has expired; Telegram has sent a new one');
    await terminal.shows('The login code that Telegram sent in the Telegram app');
    terminal.types(PERSON.code);
    await terminal.shows('Logged in as Ann');
    expect(await terminal.ended).toBe(0);
  });

  it('gets a new code for one that has expired when it is to be sent again', async () => {
    const terminal = login('--phone', SLOW.phone);
    await terminal.shows('"resend" to get it by SMS');
    house.emulator.clock.advance(CODE_LIFE_MS);
    terminal.types('resend');
    await terminal.shows('has expired; Telegram has sent a new one');
    await terminal.shows('"resend" to get it by SMS');
    terminal.types(SLOW.code);
    await terminal.shows('Logged in as Sam');
    expect(await terminal.ended).toBe(0);
  });

  it('says that a code has expired, and ends after three of them', async () => {
    const sent = (): number => house.wire().filter((method) => method === 'auth.sendCode').length;
    const before = sent();
    const terminal = login('--phone', PERSON.phone);
    house.emulator.faults.add({
      method: 'auth.signIn',
      kind: 'error',
      code: 400,
      message: 'PHONE_CODE_EXPIRED',
      times: 3,
    });
    for (const told of ['Telegram has sent a new one', 'Telegram has sent a new one', 'start again']) {
      await terminal.shows('The login code that Telegram sent');
      terminal.types(PERSON.code);
      await terminal.shows(`has expired; ${told}`);
    }
    expect(await terminal.ended).toBe(3);
    expect(sent() - before).toBe(3);
  });

  it.each([
    ['a banned number', BANNED, 'has banned this phone number'],
    ['too many logins', BUSY, 'Too many logins'],
  ])('says that it is %s, and ends', async (_, phone, message) => {
    const terminal = login('--phone', phone);
    await terminal.shows(message);
    expect(await terminal.ended).toBe(3);
    expect(existsSync(file())).toBe(false);
  });

  it('asks for another number after a malformed one', async () => {
    const terminal = login();
    await terminal.shows('Your phone number');
    terminal.types('12');
    await terminal.shows('This is no phone number');
    await terminal.shows('Your phone number');
    terminal.presses('\u0003');
    expect(await terminal.ended).toBe(130);
  });

  it('never signs up a number that nobody has', async () => {
    const terminal = login('--phone', '+15559999');
    await terminal.shows('The login code');
    terminal.types('00000');
    await terminal.shows('no Telegram account with this number');
    expect(await terminal.ended).toBe(3);
    expect(house.emulator.calls.all.map((call) => call.method)).not.toContain('auth.signUp');
  });

  it.each([
    ['API_ID_INVALID', 'do not belong together'],
    ['API_ID_PUBLISHED_FLOOD', 'because it is public'],
  ])('tells %s in words', async (rpc, message) => {
    house.emulator.faults.add({ method: 'auth.sendCode', kind: 'error', code: 400, message: rpc });
    const terminal = login('--phone', PERSON.phone);
    await terminal.shows(message);
    expect(await terminal.ended).toBe(3);
  });

  it('names the seconds of a demanded wait', async () => {
    house.emulator.faults.add({
      method: 'auth.sendCode',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_77',
    });
    const terminal = login('--phone', FRIEND.phone);
    await terminal.shows('Wait 77 s');
    expect(await terminal.ended).toBe(3);
  });

  it('keeps a session that is there, and says whose it is, unless told to replace it', async () => {
    const first = login('--phone', AFAR.phone);
    await first.shows('The login code');
    first.types(AFAR.code);
    expect(await first.ended).toBe(0);
    const second = login('--phone', AFAR.phone);
    await second.shows('There is a session of Faye already');
    expect(await second.ended).toBe(3);
    const third = login('--overwrite', '--phone', AFAR.phone);
    await third.shows('The login code');
    third.types(AFAR.code);
    await third.shows('Logged in as Faye');
    expect(await third.ended).toBe(0);
  });
});

describe('a login by QR code at a terminal', LONG, () => {
  it('ends when another app of the account has scanned it', async () => {
    const terminal = login('--qr');
    await terminal.shows('Scan it in Telegram');
    await scan(terminal, PERSON.id);
    await terminal.shows('Logged in as Ann');
    expect(await terminal.ended).toBe(0);
  });

  it('asks for the two-step password, and goes to the data centre of the account', async () => {
    const friend = login('--qr');
    await friend.shows('Scan it in Telegram');
    await scan(friend, FRIEND.id);
    await friend.shows('two-step password');
    friend.types(FRIEND.password);
    await friend.shows('Logged in as Bob');
    expect(await friend.ended).toBe(0);
    await rm(file());
    const afar = login('--qr');
    await afar.shows('Scan it in Telegram');
    await scan(afar, AFAR.id);
    await afar.shows('Logged in as Faye');
    expect(await afar.ended).toBe(0);
  });

  it('shows a new code when the old one is too old, and gives up after the time that was given', async () => {
    // A service whose clock is behind gives codes that are nearly too old.
    house.emulator.clock.skew(-29_000);
    const terminal = login('--qr', '--timeout', '60');
    await terminal.shows('Scan it in Telegram');
    // The next code may be half on the screen already.
    await expect.poll(() => linkOf(terminal.screen())).toMatch(/^tg:\/\/login\?token=/u);
    await terminal.shows('Scan it in Telegram');
    await house.passTime(60);
    await terminal.shows('Nobody scanned the code in time');
    expect(await terminal.ended).toBe(3);
    expect(terminal.screen().match(/Scan it in Telegram/gu)?.length).toBeGreaterThan(1);
    house.emulator.clock.skew(0);
  });
});
