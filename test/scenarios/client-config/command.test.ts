/** `tgmcp config` as a person runs it. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../support/house.js';
import { startAgent } from '../../support/mcp-client.js';
import { atTerminal } from '../../support/terminal.js';
import { makeHome, serversIn, type Home, type Servers } from './bench.js';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await home.remove();
});

const json = (text: string): unknown => JSON.parse(text);

// What a terminal shows is waited for a minute.
describe('tgmcp config', { timeout: 120_000 }, () => {
  it('prints without writing, and shows a change without writing it', async () => {
    const printed = await home.config('cursor');
    expect(Object.keys(serversIn(json(printed.stdout), 'mcpServers'))).toEqual(['tgmcp-read']);
    const file = join(home.folder, 'some.json');
    const shown = await home.config('cursor', '--file', file);
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('+{'),
      stderr: expect.stringContaining('Nothing was written'),
    });
    const asked = await home.config('cursor', '--file', file, '--write');
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('leaves alone what is no text and what is no file', async () => {
    const file = join(home.folder, 'some.json');
    const broken = Buffer.from([0x7b, 0xff, 0x7d]);
    await writeFile(file, broken);
    const args = ['cursor', '--write', '--yes', '--file', file];
    expect(await home.config(...args)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('it is no UTF-8 text'),
    });
    expect(await readFile(file)).toEqual(broken);
    await rm(file);
    await mkdir(file);
    const noFile = { code: 3, stderr: expect.stringContaining('left alone: it is no file') };
    expect(await home.config(...args)).toMatchObject(noFile);
    await rm(file, { recursive: true });
    execFileSync('mkfifo', [file]);
    expect(await home.config(...args)).toMatchObject(noFile);
    await rm(file);
    await symlink('nowhere.json', file);
    expect(await home.config(...args)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('a symbolic link to what is not there'),
    });
    expect(await readlink(file)).toBe('nowhere.json');
  });

  it('asks at a terminal, and a no writes nothing', async () => {
    const file = join(home.folder, 'some.json');
    const args = ['config', 'cursor', '--write', '--file', file];
    const no = atTerminal(PROGRAMS.operator, args, home.environment());
    await no.shows('"tgmcp-read"');
    await no.shows('Write this to');
    no.presses('\r');
    expect(await no.ended).toBe(0);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    const yes = atTerminal(PROGRAMS.operator, args, home.environment());
    await yes.shows('Write this to');
    yes.presses('\u001B[B\r');
    expect(await yes.ended).toBe(0);
    expect(json(await readFile(file, 'utf8'))).toHaveProperty('mcpServers.tgmcp-read');
  });

  it.each([
    ['n', 'Nothing was written', false],
    ['N', 'Nothing was written', false],
    ['y', 'Written to', true],
    ['Y', 'Written to', true],
  ] as const)('takes %j for an answer', async (key, shown, isWritten) => {
    const file = join(home.folder, 'some.json');
    const args = ['config', 'cursor', '--write', '--file', file];
    const terminal = atTerminal(PROGRAMS.operator, args, home.environment());
    await terminal.shows('(y/n)');
    terminal.presses(key);
    await terminal.shows(shown);
    expect(await terminal.ended).toBe(0);
    expect(existsSync(file)).toBe(isWritten);
  });

  it('writes through a link, and says when the file was taken from under it', async () => {
    await writeFile(join(home.folder, 'real.json'), '{}');
    await symlink(join(home.folder, 'real.json'), join(home.folder, 'link.json'));
    expect(await home.config('cursor', '--write', '--yes', '--file', 'link.json')).toMatchObject({ code: 0 });
    expect(json(await readFile(join(home.folder, 'real.json'), 'utf8'))).toHaveProperty(
      'mcpServers.tgmcp-read',
    );
    await mkdir(join(home.folder, 'shut'));
    await chmod(join(home.folder, 'shut'), 0o500);
    const file = join(home.folder, 'shut', 'a', 'b.json');
    if (process.getuid?.() !== 0)
      expect(await home.config('cursor', '--write', '--yes', '--file', file)).toMatchObject({ code: 3 });
    const changed = atTerminal(
      PROGRAMS.operator,
      ['config', 'cursor', '-w', '--file', join(home.folder, 'real.json'), '--read-server-name', 'two'],
      home.environment(),
    );
    await changed.shows('Write this to');
    await writeFile(join(home.folder, 'real.json'), '{"mine": 1}');
    changed.presses('\u001B[B\r');
    expect(await changed.ended).toBe(3);
    expect(await readFile(join(home.folder, 'real.json'), 'utf8')).toBe('{"mine": 1}');
  });

  // There mkdir says of a folder below one that is there that it is not there.
  it.skipIf(process.platform !== 'linux')(
    'says of a home that nothing can be written to, and ends',
    async () => {
      const env = { HOME: '/proc/1' };
      const ran = await home.run(PROGRAMS.operator, ['config', 'cursor', '--write', '--yes'], env);
      expect(ran).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('left alone: it cannot be written'),
      });
      const none = { TG_ENV_FILE: '/proc/1/nowhere/.env' };
      const init = await home.run(PROGRAMS.operator, ['init', '--read-only'], none);
      expect(init).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('/proc/1/nowhere/.env was left alone'),
      });
    },
  );

  it('holds no secret and keeps what a person put there', async () => {
    const file = join(home.folder, 'mine.json');
    const before = {
      mcpServers: {
        'tgmcp-actions': {
          command: 'old',
          args: ['tgmcp-actions.js'],
          env: { TG_ACTIONS_CONFIRMATION_PHRASE: 'canary of mine' },
        },
      },
    };
    await writeFile(file, JSON.stringify(before));
    const ran = await home.run(
      PROGRAMS.operator,
      ['config', 'cursor', '--profile', 'full', '-wy', '--file', file],
      {
        TG_API_HASH: 'abcdef0123456789abcdef0123456789',
      },
    );
    expect(ran.code).toBe(0);
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/canary|abcdef0123|0123456789abcdef/u);
    expect(ran.stderr).toContain('of this shell reach no client');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('canary of mine');
    expect(text).not.toMatch(/abcdef0123|0123456789abcdef/u);
  });

  it('warns of one session for both, of approval without a person, and of what it does not understand', async () => {
    const shared = await home.run(PROGRAMS.operator, [
      'config',
      'codex',
      '--profile',
      'full',
      '--approval',
      'preview',
      '--read-session-name',
      'one',
      '--actions-session-name',
      'one',
    ]);
    expect(shared).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Both servers would use one session'),
    });
    expect(shared.stderr).toContain('without a person');
    expect(shared.stdout).toContain('TG_ACTIONS_APPROVAL_CHANNEL = "preview"');
    for (const [args, problem] of [
      [['emacs'], "value 'emacs' is invalid"],
      [['codex', '--profile', 'all'], 'Allowed choices are read, full'],
      [['gemini', '--read-server-name', 'tg_read'], 'cannot tell server and tool apart'],
      [['cursor', '--lines'], '--lines is for codex'],
      [['codex', '--read-server-name', 'a b'], 'Allowed: letters'],
      [['codex', '--read-session-name', '../x'], 'Allowed: letters'],
      [['codex', '--actions-server-name', 'tgmcp-read'], 'two names'],
      [['codex', '--yes'], '--yes goes with --write'],
    ] as const)
      expect(await home.config(...args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(problem),
      });
  });

  it('names servers that start with what it rendered, for which --lines says the same', async () => {
    const printed = await home.config('codex', '--profile', 'full', '--expected-username', 'mia_1');
    const servers = serversIn(parseToml(printed.stdout), 'mcp_servers');
    for (const [name, tool] of [
      ['tgmcp-read', 'tg_get_messages'],
      ['tgmcp-actions', 'tg_send_message'],
    ] as const) {
      const { args = [], env = {} } = servers[name] ?? {};
      const agent = await startAgent({ file: args[0] ?? '', env: { HOME: home.folder, ...env } });
      expect((await agent.client.listTools()).tools.map((one) => one.name)).toContain(tool);
      await agent.close();
    }
    const lines = await home.config('codex', '--profile', 'full', '--expected-username', 'mia_1', '--lines');
    expect(await addedByShell(lines.stdout)).toEqual(servers);
  });
});

/** What a shell makes of `codex mcp add` lines, by a stand-in that writes down its arguments. */
async function addedByShell(lines: string): Promise<Servers> {
  await writeFile(
    join(home.folder, 'codex'),
    '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\nprintf "\\n"\n',
    { mode: 0o755 },
  );
  const out = await new Promise<string>((resolve, reject) => {
    const env = { PATH: `${home.folder}:${process.env['PATH'] ?? ''}` };
    execFile('/bin/sh', ['-c', lines], { env }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  return Object.fromEntries(
    out
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, , name = '', ...words] = line.split('\0').slice(0, -1);
        const end = words.indexOf('--');
        const env = words.slice(0, end).filter((word) => word !== '--env');
        const pairs = env.map((pair): [string, string] => [
          pair.slice(0, pair.indexOf('=')),
          pair.slice(pair.indexOf('=') + 1),
        ]);
        const [command = '', ...args] = words.slice(end + 1);
        return [name, { command, args, env: Object.fromEntries(pairs) }];
      }),
  );
}
