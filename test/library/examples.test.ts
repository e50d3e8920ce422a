/** The examples of the library as somebody runs them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, repositoryFile, root, type House, type Ran } from '../support/house.js';
import { FRIEND, GROUP, PERSON } from '../support/small-world.js';

const CHAT = { kind: 'channel', id: GROUP.bare } as const;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const example = (name: string): string => join(root, 'packages/core/examples', `${name}.js`);

function node(args: readonly string[]): Promise<Ran> {
  const options = { env: house.env(), cwd: join(root, 'packages/core') };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const run = (name: string, ...args: string[]): Promise<Ran> => node([example(name), ...args]);

// A program starts slowly on a busy machine.
const patience = { timeout: 30_000 };

describe('an example of the library', { timeout: 90_000 }, () => {
  it('lists chats with something unread', async () => {
    const { world } = house.emulator;
    world.setUnread(PERSON.id, CHAT, 2);
    world.setUnread(PERSON.id, { kind: 'user', id: FRIEND.id }, 1);
    const { code, stdout, stderr } = await run('list-unread');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([`2\t${GROUP.title}\t${GROUP.id}`, `1\tBob\t${FRIEND.id}`]);
  });

  it('exports a group', async () => {
    const { code, stdout, stderr } = await run('export-group', GROUP.title);
    expect(code, stderr).toBe(0);
    const [file = '', rows] = stdout.trimEnd().split('\t');
    expect(rows).toBe('250 rows');
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(251);
  });

  it('searches all chats, and says why it cannot', async () => {
    const { code, stdout } = await run('search-all', 'chess');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Club\n {2}\S+ Bob: Chess on Friday\?\n$/u);
    house.emulator.faults.add({
      method: 'messages.searchGlobal',
      kind: 'error',
      code: 400,
      message: 'SEARCH_QUERY_EMPTY',
      times: 1,
    });
    const refused = await run('search-all', 'chess');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^[A-Z_]+: /u);
  });

  it('runs as the page of the library has it', async () => {
    const page = await repositoryFile('docs/LIBRARY.md');
    const snippets = [...page.matchAll(/^```js\n([\s\S]+?)^```/gmu)].map(([, code]) => code ?? '');
    expect(snippets).toHaveLength(2);
    const outs = [];
    for (const code of snippets) {
      const ran = await node(['--input-type=module', '--eval', code]);
      expect(ran.code, ran.stderr).toBe(0);
      outs.push(ran.stdout + ran.stderr);
    }
    expect(outs).toEqual([
      expect.stringContaining(`${GROUP.title} ${GROUP.id}`),
      expect.stringMatching(/^PEER_NOT_FOUND /u),
    ]);
  });

  it('follows the inbox until Ctrl-C, and marks nothing as read', async () => {
    const child = spawn(process.execPath, [example('follow-inbox'), '0.2'], { env: house.env() });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const looks = (): number => house.wire().filter((method) => method === 'messages.getDialogs').length;
    const before = looks();
    await expect.poll(looks, patience).toBeGreaterThan(before);
    const date = Math.floor(Date.now() / 1000) + 1;
    house.emulator.world.addMessage({ peer: CHAT, from: FRIEND.id, date, text: 'it has arrived' });
    await expect.poll(() => out, patience).toContain(`${GROUP.title}\tBob\tit has arrived\n`);
    house.emulator.world.addMessage({ peer: CHAT, from: FRIEND.id, date: date + 1, text: 'and more' });
    await expect.poll(() => out, patience).toContain('and more\n');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect([code, err, out.match(/it has arrived/gu)?.length]).toEqual([0, '', 1]);
    expect(house.wire().filter((method) => /read|send/iu.test(method))).toEqual([]);
  });
});
