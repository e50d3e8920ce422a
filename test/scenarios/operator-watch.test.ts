/** What tells a person that something waits, and what they see then. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { execute, grownOld, message, preview, sendsOf } from '../support/writing.js';
import { atTerminal } from '../support/terminal.js';

let house: House;
let agent: Agent;
let watching: ChildProcess | undefined;
beforeEach(async () => {
  house = await openHouse();
  agent = await house.start('actions');
});
afterEach(async () => {
  // Kill says whether there was anybody to be killed; what it was writing would keep the folder from going.
  if (watching?.kill('SIGKILL') === true) await once(watching, 'exit');
  watching = undefined;
  await house.close();
});

/** A folder with a `notify-send` that writes down what it was asked to show, one line a call. */
async function desktop(): Promise<{ path: string; shown: () => Promise<string[]> }> {
  const folder = join(house.dir, 'bin');
  const log = join(house.dir, 'notified');
  await mkdir(folder);
  await writeFile(log, '');
  await writeFile(join(folder, 'notify-send'), `#!/bin/sh\necho "$@" >> '${log}'\n`);
  await chmod(join(folder, 'notify-send'), 0o700);
  const lines = async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  return { path: `${folder}:/usr/bin:/bin`, shown: lines };
}

/** Starts the watch without a terminal; resolves the lines it has printed. */
function watch(path: string, ...more: string[]): () => string[] {
  const child = spawn(process.execPath, [PROGRAMS.operator, 'approve', '--watch', ...more], {
    env: { ...house.env(), PATH: path },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  watching = child;
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return () => printed.split('\n').filter((line) => line !== '');
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await condition()); waited += 50) {
    if (waited > 20_000) throw new Error('it does not happen');
    await sleep(50);
  }
}

it('a watch without a terminal prints each proposal once, and shows it on the desktop', async () => {
  const { path, shown } = await desktop();
  const lines = watch(path);
  const first = await preview(agent);
  await until(() => lines().length === 1);
  const second = await preview(agent, { ...message, message_text: 'Another' });
  await until(() => lines().length === 2);
  // What shows it is a process of its own.
  await until(async () => (await shown()).length === 2);
  await sleep(1_200);
  expect(lines()).toEqual([
    expect.stringContaining(String(first['proposal_id'])),
    expect.stringContaining(String(second['proposal_id'])),
  ]);
  const notified = await shown();
  expect(notified).toHaveLength(2);
  expect(notified.join('\n')).toContain('A proposal waits for you');
  expect(notified.join('\n')).not.toContain(message.message_text);
});

it('the desktop stays quiet where that is wanted', async () => {
  const { path, shown } = await desktop();
  const lines = watch(path, '--no-notify');
  await preview(agent);
  await until(() => lines().length === 1);
  await sleep(200);
  expect(await shown()).toEqual([]);
  watching?.kill('SIGINT');
  if (watching !== undefined) await once(watching, 'exit');
});

// What a terminal shows is waited for a minute.
const LONG = { timeout: 120_000 };

it(
  'at a terminal it rings, shows where the proposal comes from and what is left of the day, and decides',
  LONG,
  async () => {
    const { path } = await desktop();
    const terminal = atTerminal(PROGRAMS.operator, ['approve', '--watch'], { ...house.env(), PATH: path });
    await terminal.shows('Waiting for proposals');
    const body = await preview(agent);
    await terminal.shows(String(body['proposal_id']));
    await terminal.shows(`Asked by "tgmcp-test" 1.0.0, as it calls itself, through process ${agent.pid}`);
    await terminal.shows('Left today: 20 of 20 direct messages, 30 of 30 messages to groups');
    await terminal.shows('Your decision');
    terminal.presses('\u001B[A');
    terminal.presses('\r');
    await terminal.shows('Your confirmation phrase');
    terminal.types(PHRASE);
    await terminal.shows(`Approved ${String(body['proposal_id'])}`);
    terminal.presses('\u0003');
    await terminal.ended;
    await grownOld(house);
    expect(await execute(agent, body['approval_code'])).toMatchObject({ refused: false });
    expect(sendsOf(house)).toBe(1);
  },
);

it('is not asked for together with another way to decide', async () => {
  for (const args of [['--json'], ['--refuse'], ['someid']]) {
    expect(await house.operator(['approve', '--watch', ...args])).toMatchObject({ code: 2 });
  }
});
