/** Which clients count as told: those whose file starts this installation, wherever it was written, and no others. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../support/house.js';
import { APPLICATION, newcomer, told, type Newcomer } from '../support/newcomer.js';
import { PERSON } from '../support/small-world.js';

let person: Newcomer;
beforeAll(async () => {
  person = await newcomer();
  await person.run(['credentials'], [], { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash });
  await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
  await person.run(['session', 'expect']);
});
beforeEach(async () => {
  for (const name of ['.mcp.json', '.cursor', 'tgmcp/clients.json', 'a project'])
    await rm(join(person.home, name), { recursive: true, force: true });
});
afterAll(() => person.close());

const nextOf = (stderr: string): string => /^Next: (.*?)(?: {3}.*)?$/mu.exec(stderr)?.[1] ?? '';
const here = (): string => join(person.home, '.mcp.json');
const started = (): string => join(person.home, 'started');

describe('a file of the working folder', { timeout: 90_000 }, () => {
  const forged = [
    {
      command: process.execPath,
      args: ['-e', "require('fs').writeFileSync('started','')", 'tgmcp-read.js'],
    },
    { command: process.execPath, args: [PROGRAMS.read], env: { TG_ENV_FILE: '/nowhere/.env' } },
  ];

  it.each(forged)('that starts something else counts for nothing: %j', async (entry) => {
    await writeFile(here(), JSON.stringify({ mcpServers: { 'tgmcp-read': entry } }));
    const ran = await person.run(['init', '--read-only']);
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('Which client') });
    expect(ran.stdout).not.toContain('claude-code');
    const doctor = await person.run(['doctor']);
    expect(nextOf(doctor.stderr)).toBe('tgmcp config CLIENT --write');
    expect(told(doctor)).not.toContain('.mcp.json');
    await expect(stat(started())).rejects.toThrow('ENOENT');
  });

  it('that was there before ours is told of, and what it adds is named without its value', async () => {
    const env = { NODE_OPTIONS: '--require=/canary.js' };
    await writeFile(
      here(),
      JSON.stringify({ mcpServers: { 'tgmcp-read': { command: 'x', args: [], env } } }),
    );
    const ran = await person.run(['config', 'claude-code', '--write', '--yes']);
    expect(ran.stderr).toContain(
      '"tgmcp-read" there also says what this installation does not: NODE_OPTIONS.',
    );
    expect(ran.stderr).not.toContain('canary');
    expect(nextOf((await person.run(['doctor'])).stderr)).toBe('tgmcp config CLIENT --write');
  });

  it('that is ours alone is not called strange where its server refuses the settings', async () => {
    const same = ['--read-session-name', 'one', '--actions-session-name', 'one'];
    const ran = await person.run(['config', 'claude-code', '--profile', 'full', ...same, '-wy'], [], {
      TG_SESSION_PATH_CONFLICT_MODE: 'fail',
    });
    expect(told(ran)).toContain(`Written to ${here()}`);
    expect(told(ran)).not.toContain('was there before');
  });

  it('that starts ours counts, also from another folder', async () => {
    const ran = await person.run(['config', 'claude-code', '--write', '--yes']);
    expect(nextOf(ran.stderr)).toBe('tgmcp doctor --online');
    expect((await person.run(['init', '--read-only'])).stdout).toContain(`claude-code, in ${here()}`);
    await mkdir(join(person.home, 'a project'));
    const away = await person.runIn('a project', ['init', '--read-only']);
    expect(away).toMatchObject({ code: 0, stdout: expect.stringContaining(`claude-code, in ${here()}`) });
  });
});

describe('a file that was named', { timeout: 90_000 }, () => {
  it('is named to the bridge also where it is one of Codex, which has a usual one', async () => {
    const file = join(person.home, 'a project', 'x.toml');
    await person.run(['config', 'codex', '--file', file, '--write', '--yes']);
    const looked = await person.run(['doctor', '--online']);
    const bridge = /^ {2}(tgmcp bridge .*)$/mu.exec(looked.stderr)?.[1] ?? '';
    expect(bridge).toContain(`--config '${file}'`);
    expect(await person.follow(bridge)).toMatchObject({ code: 0 });
  });

  it('is remembered, and no further step is named while it starts ours', async () => {
    const file = join(person.home, 'a project', 'mcp.json');
    const shown = await person.run(['config', 'cursor', '--file', file]);
    expect(shown.stderr).toContain('Nothing was written');
    await expect(stat(join(person.home, 'tgmcp', 'clients.json'))).rejects.toThrow('ENOENT');
    const ran = await person.run(['config', 'cursor', '--file', file, '--write', '--yes']);
    expect(nextOf(ran.stderr)).toBe('tgmcp doctor --online');
    const looked = await person.run(['doctor', '--online']);
    expect(looked.stderr).not.toContain('Next: tgmcp config');
    const bridge = /^ {2}(tgmcp bridge .*)$/mu.exec(looked.stderr)?.[1] ?? '';
    expect(bridge).toContain(`--config '${file}'`);
    expect(await person.follow(bridge)).toMatchObject({ code: 0, stdout: expect.stringContaining('Club') });

    const kept = join(person.home, 'tgmcp', 'clients.json');
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual({ files: [{ id: 'cursor', file }] });
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    await rm(file);
    expect(nextOf((await person.run(['doctor'])).stderr)).toBe('tgmcp config CLIENT --write');
    await writeFile(kept, 'not JSON');
    expect(nextOf((await person.run(['doctor'])).stderr)).toBe('tgmcp config CLIENT --write');
  });
});
