/** Folders whose names have spaces, quotes and letters of other scripts: everything lives in them, and remedies still work. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import { startAgent } from '../support/mcp-client.js';
import { GROUP } from '../support/small-world.js';
import { DISK } from '../support/temporary-folder.js';

const NAME = `Ordner mit Räumen 'и' кириллица "$HOME" \`x\``;

let house: House;
let strange: string;
let files: string;
let changes: Record<string, string>;
beforeEach(async () => {
  house = await openHouse();
  strange = join(house.dir, NAME);
  // In memory it would be below /dev, where no root may be.
  files = await mkdtemp(join(process.env[DISK] ?? tmpdir(), `Dateien ${NAME}-`));
  await mkdir(strange, { mode: 0o700 });
  await cp(join(house.dir, 'sessions'), join(strange, 'sessions'), { recursive: true });
  await chmod(join(strange, 'sessions'), 0o700);
  await writeFile(join(strange, 'my .env'), '', { mode: 0o600 });
  changes = {
    TG_DATA_DIR: strange,
    TG_ENV_FILE: join(strange, 'my .env'),
    TG_ACTIONS_FILE_ROOTS: files,
  };
});
afterEach(async () => {
  await house.close();
  await rm(files, { recursive: true });
});

describe('a data folder with a strange name', { timeout: 60_000 }, () => {
  it('holds sessions, state and exports', async () => {
    const agent = await house.start('read', changes);
    const status = await agent.call('tg_auth_status');
    expect(status.body).toMatchObject({ account: { id: '7001' } });
    const exported = await agent.call('tg_export', { what: 'messages', format: 'jsonl', chats: [GROUP.id] });
    const file = String(exported.body['file']);
    expect(file.startsWith(join(strange, 'exports'))).toBe(true);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(251);
    expect((await stat(join(strange, 'state', '7001'))).isDirectory()).toBe(true);
  });

  it('has files to send below it, by their names and in their real spelling', async () => {
    await writeFile(join(files, "Plan 'и' é.txt"), 'a plan');
    const agent = await house.start('actions', changes);
    for (const file of ["Plan 'и' é.txt", join(files, "Plan 'и' é.txt")]) {
      const shown = await agent.call('tg_send_file', { group: GROUP.id, file_path: file });
      expect(shown.refused, JSON.stringify(shown.body)).toBe(false);
      expect(JSON.stringify(shown.body)).toContain("Plan 'и' é.txt");
    }
    const composed = await agent.call('tg_send_file', {
      group: GROUP.id,
      file_path: "Plan 'и' e\u0301.txt",
    });
    expect(composed.body).toMatchObject({ code: 'FILE_REFUSED' });
  });

  it('is written into the configuration of a client, which starts the server from it', async () => {
    const file = join(strange, 'cfg', '.mcp.json');
    const args = ['config', 'claude-code', '--file', file, '--write', '--yes'];
    const ran = await house.operator(args, '', changes);
    expect(ran.code, ran.stderr).toBe(0);
    const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as {
      mcpServers: Record<string, { args: string[]; env: Record<string, string> }>;
    };
    const entry = mcpServers['tgmcp-read'];
    expect(entry?.env).toMatchObject({ TG_ENV_FILE: join(strange, 'my .env'), TG_DATA_DIR: strange });
    const { NODE_OPTIONS = '', ...base } = house.env({ TG_DATA_DIR: '', TG_ENV_FILE: '' });
    const env = { ...base, NODE_OPTIONS, ...entry?.env };
    const agent = await startAgent({ file: entry?.args[0] ?? '', env });
    try {
      const status = await agent.call('tg_auth_status');
      expect(status.body).toMatchObject({ account: { id: '7001' } });
    } finally {
      await agent.close();
    }
  });

  it('that is open to others is refused with a command that a shell takes as it is', async () => {
    await chmod(strange, 0o755);
    const agent = await house.start('read', changes);
    const refused = await agent.call('tg_get_my_dialogs');
    expect(refused.body).toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    const { fix } = refused.body['data'] as { fix: string };
    execFileSync('sh', ['-c', fix]);
    expect((await stat(strange)).mode & 0o777).toBe(0o700);
    expect((await agent.call('tg_get_my_dialogs')).refused).toBe(false);
  });

  it('is where the doctor looks, and what its remedies name', async () => {
    await chmod(join(strange, 'sessions', 'read.session'), 0o644);
    const ran = await house.operator(['doctor'], '', changes);
    const fix = /chmod 600 '.*'$/mu.exec(ran.stdout)?.[0] ?? '';
    expect(fix, ran.stdout).toContain('read.session');
    execFileSync('sh', ['-c', fix]);
    expect((await stat(join(strange, 'sessions', 'read.session'))).mode & 0o777).toBe(0o600);
  });
});
