import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProject, loadSettings, type Settings } from '@tgmcp/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVER_NAMES } from './names.js';
import { renderServers, type Installation, type ServersAsked } from './servers.js';
import { strangeIn } from './this-installation.js';

let folder: string;
let installation: Installation;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp ours ü-'));
  const file = join(folder, '.env');
  writeFileSync(file, 'TG_EXPECTED_USER_ID=42\nTG_ACTIONS_UNSAFE_OVERRIDE=1\n', { mode: 0o600 });
  const env = { TG_ENV_FILE: file, TG_DATA_DIR: join(folder, 'data') };
  const loaded = loadSettings('operator', env);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const project = findProject(env);
  const server = (name: string): string => join(project.project, 'packages', name, 'bundle', `${name}.js`);
  const servers = { read: server('tgmcp-read'), actions: server('tgmcp-actions') };
  const programs = { node: process.execPath, servers, missing: [] };
  installation = { settings: loaded.settings, project, file, programs, env };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Server = 'read' | 'actions';

interface OurEntry {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

function entryOf(server: Server, changes: Partial<ServersAsked> = {}): OurEntry {
  const asked: ServersAsked = {
    profile: 'full',
    approval: 'operator',
    names: SERVER_NAMES,
    sessions: {},
    expectedUsername: '',
    ...changes,
  };
  const found = renderServers(asked, installation).find(({ profile }) => profile === server);
  if (found === undefined) throw new Error('every server is rendered');
  const { command, args, env } = found;
  return { command, args: [...args], env: { ...env } };
}
const strange = (
  entry: unknown,
  server: Server = 'read',
  settings: Partial<Settings> = {},
): readonly string[] =>
  strangeIn(entry, server, { ...installation, settings: { ...installation.settings, ...settings } });

describe('an entry that the command writes', () => {
  it.each(['read', 'actions'] as const)('for %s is of this installation', (server) => {
    expect(strange(entryOf(server), server)).toEqual([]);
    const named = { sessions: { [server]: 'another' }, expectedUsername: 'mia_1' };
    expect(strange(entryOf(server, named), server)).toEqual([]);
  });

  it('stays so with what a person gave the server there, and with a link to Node.js', () => {
    const link = join(folder, 'node');
    symlinkSync(process.execPath, link);
    const entry = entryOf('read');
    const env = {
      ...entry.env,
      TG_READ_TOOLSETS: 'core',
      RATE_RPS: '2',
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      TG_READ_BLOCKED_CHATS: '@some_chat',
    };
    expect(strange({ ...entry, type: 'stdio', command: link, env })).toEqual([]);
  });

  it('is not any more once the settings say another account, or another who approves', () => {
    expect(strange(entryOf('read'), 'read', { TG_EXPECTED_USER_ID: '43' })).toEqual(['TG_EXPECTED_USER_ID']);
    const preview = { TG_ACTIONS_APPROVAL_CHANNEL: 'preview' } as const;
    expect(strange(entryOf('actions'), 'actions', preview)).toEqual(['TG_ACTIONS_APPROVAL_CHANNEL']);
  });
});

describe('an entry that only looks so', () => {
  it('is not followed to the settings file that it names', () => {
    const { env } = entryOf('read');
    const named = { ...env, TG_ENV_FILE: join(folder, 'elsewhere.env') };
    expect(strange({ ...entryOf('read'), args: ['/x/tgmcp-read.js'], env: named })).toEqual(['args']);
  });

  it.each([
    ['no record', (): unknown => 'tgmcp-read.js', ['command and args']],
    ['another server', () => entryOf('actions'), ['args']],
    [
      'words before ours',
      () => ({ ...entryOf('read'), args: ['-e', '1', 'tgmcp-read.js'] }),
      ['command and args'],
    ],
    ['another program of that name', () => ({ ...entryOf('read'), args: ['/x/tgmcp-read.js'] }), ['args']],
    ['a program of the working folder', () => ({ ...entryOf('read'), args: ['tgmcp-read.js'] }), ['args']],
    ['another Node.js', () => ({ ...entryOf('read'), command: '/bin/sh' }), ['command']],
    ['one that the search path finds', () => ({ ...entryOf('read'), command: 'node' }), ['command']],
  ] as const)('by %s', (_, entry, found) => {
    expect(strange(entry())).toEqual(found);
  });

  it.each([
    ['NODE_OPTIONS', '--require=/x.js'],
    ['LD_PRELOAD', '/x.so'],
    ['NODE_COMPILE_CACHE', 'compiled'],
    ['TG_SECRET_CMD_API_ID', 'touch /x'],
    ['TG_PROXY_URL', 'socks5://127.0.0.1:1'],
    ['TG_ALLOW_INSPECTOR', '1'],
    ['TG_DATA_DIR', '/x/data'],
    ['TG_SESSIONS_DIR', '/x'],
    ['TG_EXPECTED_USER_ID', '43'],
    ['TG_ACTIONS_ALLOWED_GROUPS', 'me'],
    ['TG_ACTIONS_APPROVAL_CHANNEL', 'preview'],
    ['TG_ACTIONS_REQUIRE_APPROVAL_CODE', '0'],
  ])('by %s', (name, value) => {
    const entry = entryOf('actions');
    const env = { ...entry.env, [name]: value };
    expect(strange({ ...entry, env }, 'actions')).toContain(name);
  });

  it('by the settings file, or a session that lies elsewhere', () => {
    const entry = entryOf('read');
    const other = join(folder, 'other.env');
    writeFileSync(other, '', { mode: 0o600 });
    expect(strange({ ...entry, env: { ...entry.env, TG_ENV_FILE: other } })).toEqual(['TG_ENV_FILE']);
    expect(strange({ ...entry, env: {} })).toEqual(['TG_ENV_FILE']);
    expect(strange({ ...entry, env: { ...entry.env, TG_SESSION_PATH: '/x/read.session' } })).toEqual([
      'TG_SESSION_PATH',
    ]);
  });
});
