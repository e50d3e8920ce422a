/** The commands of the pages are run, with the programs as they are shipped, on an emulated Telegram. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, root, type House, type Ran } from '../support/house.js';
import { GROUP, OTHER, PERSON } from '../support/small-world.js';
import { message, preview } from '../support/writing.js';
import { PAGES } from './pages.js';
import { MANNERS, NOT_RUN, RUN_ELSEWHERE, SPOKEN } from './running.js';
import { linesOf } from './shell.js';

const all = PAGES.filter(({ path }) => !RUN_ELSEWHERE.test(path))
  .flatMap(({ blocks }) => blocks.filter(({ language }) => language === 'sh').flatMap(linesOf))
  // What follows a name of a place in the checkout is a place of the reader.
  .map((line) => line.replaceAll('path/to/tgmcp', root.replace(/\/$/u, '')));
const lines = [...new Set(all)].filter((line) => !NOT_RUN.some(([pattern]) => pattern.test(line)));
const mannerOf = (line: string) => MANNERS.find(([pattern]) => pattern.test(line))?.[1] ?? {};
const turn = (line: string): number => MANNERS.findIndex(([pattern]) => pattern.test(line));

let house: House;
let folder: string;
const proposals: string[] = [];
let newcomers = 0;

/** A folder that looks like a checkout, so that what a command makes is made there. */
async function checkout(): Promise<void> {
  await mkdir(folder);
  for (const name of ['Makefile', 'packages', 'scripts', 'node_modules', 'pnpm-lock.yaml', 'package.json'])
    await symlink(join(root, name), join(folder, name));
  await copyFile(join(root, '.env.sample'), join(folder, '.env.sample'));
  await writeFile(join(folder, 'phrase'), `${PHRASE}\n`, { mode: 0o600 });
  const program = `#!/bin/sh\nexec '${process.execPath}' '${PROGRAMS.operator}' "$@"\n`;
  await writeFile(join(folder, 'tgmcp'), program, { mode: 0o755 });
}

beforeAll(async () => {
  house = await openHouse();
  folder = join(house.dir, 'checkout');
  await checkout();
  const agent = await house.start('actions');
  for (const text of ['one', 'two', 'three']) {
    const shown = await preview(agent, { ...message, message_text: text });
    proposals.push(String(shown['proposal_id']));
  }
  await agent.close();
});
afterAll(() => house.close());

/** The line with what this house has in the place of what a reader has. */
function spoken(line: string): string {
  const here = SPOKEN.reduce(
    (text, [pattern, instead]) => text.replaceAll(new RegExp(pattern, 'gu'), instead),
    line,
  );
  return here
    .replaceAll('@chat', GROUP.id)
    .replaceAll('-1001234567890', `@${OTHER.username}`)
    .replaceAll('The Hall', GROUP.title)
    .replaceAll(/\bID\b/gu, () => proposals.shift() ?? 'none-left');
}

/** What the programs of somebody find who has nothing yet: an empty home, no settings. */
function newcomer(): Record<string, string> {
  newcomers += 1;
  const home = join(house.dir, `newcomer-${newcomers}`);
  const settings = { TG_ENV_FILE: join(home, '.env'), TG_DATA_DIR: join(home, 'data'), RATE_RPS: '1000' };
  return { ...house.emulator.env, ...settings, HOME: home };
}

function run(line: string): Promise<Ran> {
  const { input = '', env: more = {}, fresh } = mannerOf(line);
  const typed = input
    .replace('HASH', '0123456789abcdef0123456789abcdef')
    .replace('PHRASE', PHRASE)
    .replace('PHONE', PERSON.phone)
    .replaceAll('CODE', PERSON.code)
    .replace('SESSION', () => house.emulator.mintSession(PERSON.id));
  const settings = Object.entries(more).map(
    ([name, value]) => [name, value.replace('~', house.dir)] as const,
  );
  const env = {
    ...(fresh ? newcomer() : { ...house.env(Object.fromEntries(settings)), HOME: house.dir }),
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
  };
  return new Promise((resolve) => {
    const child = execFile('/bin/sh', ['-c', spoken(line)], { env, cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    // A command that reads nothing may be over before it is given anything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(typed);
  });
}

async function expectWell(line: string): Promise<void> {
  const { code, stdout, stderr } = await run(line);
  const { codes = [0] } = mannerOf(line);
  expect(codes, `${stdout}\n${stderr}`).toContain(code);
  expect(`${stdout}${stderr}`).not.toContain('fault of its own');
}

describe('what a page says to type', () => {
  const first = lines.filter((line) => mannerOf(line).after !== true && mannerOf(line).fresh !== true);

  it.concurrent.each(first)('%s', { timeout: 60_000 }, async (line) => {
    await expectWell(line);
  });
});

describe('what somebody types who has nothing yet', () => {
  // One after another: they log in with one number, and a number has one code at a time.
  it.each(lines.filter((line) => mannerOf(line).fresh === true))('%s', { timeout: 60_000 }, async (line) => {
    await expectWell(line);
  });
});

describe('what changes the sessions', () => {
  const last = lines.filter((line) => mannerOf(line).after === true);

  it.each(last.toSorted((a, b) => turn(a) - turn(b)))('%s', { timeout: 60_000 }, async (line) => {
    await expectWell(line);
  });
});

describe('what is not run', () => {
  it.each(NOT_RUN)('%s is on some page, and says why', (pattern, why) => {
    expect(all.some((line) => pattern.test(line))).toBe(true);
    expect(why.length).toBeGreaterThan(10);
  });
});
