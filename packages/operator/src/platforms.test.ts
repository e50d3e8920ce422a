/** What the operator's command does differently on each system, tried by the value that decides it. */
import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notifier } from './approve/alert.js';
import { CLIENTS, CLIENT_IDS, type Whereabouts } from './clients/clients.js';
import { codexLines } from './clients/codex-lines.js';
import type { RenderedServer } from './clients/servers.js';
import { outsideProfile } from './doctor/checks/data-folder.js';

describe('the configuration of a client', () => {
  const at = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Whereabouts => ({
    platform,
    env,
    home: platform === 'win32' ? 'C:\\Users\\mia' : '/home/mia',
    folder: platform === 'win32' ? 'C:\\work' : '/work dir',
  });

  it.each([
    ['linux', {}, '/home/mia/.config/Claude/claude_desktop_config.json'],
    ['linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/Claude/claude_desktop_config.json'],
    ['darwin', {}, '/home/mia/Library/Application Support/Claude/claude_desktop_config.json'],
    ['win32', {}, 'C:\\Users\\mia\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
    ['win32', { APPDATA: 'D:\\Roaming' }, 'D:\\Roaming\\Claude\\claude_desktop_config.json'],
  ] as const)('of Claude Desktop on %s, with %j, is %j', (platform, env, file) => {
    expect(CLIENTS['claude-desktop'].place(at(platform, env))).toBe(file);
  });

  it('of every client is an absolute path by the rules of its system', () => {
    for (const id of CLIENT_IDS) {
      expect(win32.isAbsolute(CLIENTS[id].place(at('win32', {})))).toBe(true);
      expect(CLIENTS[id].place(at('win32', {}))).not.toContain('/');
      expect(posix.isAbsolute(CLIENTS[id].place(at('darwin', {})))).toBe(true);
    }
  });
});

describe('the lines for Codex', () => {
  const server: RenderedServer = {
    name: 'tgmcp-read',
    profile: 'read',
    command: 'C:\\Program Files\\nodejs\\node.exe',
    args: ["C:\\Räume 'и'\\tgmcp-read.js"],
    env: { TG_ENV_FILE: 'C:\\Users\\mia\\.env' },
    passes: [],
  };

  it('are for PowerShell on Windows, by the program that takes "--"', () => {
    expect(codexLines([server], 'win32')).toEqual([
      "codex.cmd mcp add tgmcp-read `\n  --env TG_ENV_FILE=C:\\Users\\mia\\.env `\n  -- 'C:\\Program Files\\nodejs\\node.exe' 'C:\\Räume ''и''\\tgmcp-read.js'",
    ]);
  });

  it('are for a POSIX shell elsewhere', () => {
    expect(codexLines([{ ...server, command: '/opt/my node', args: [], env: {} }], 'darwin')).toEqual([
      "codex mcp add tgmcp-read \\\n  -- '/opt/my node'",
    ]);
  });
});

it('a notification is shown by what the system has', () => {
  expect(notifier('one waits', 'linux')?.program).toBe('notify-send');
  expect(notifier('one waits', 'darwin')).toEqual({
    program: 'osascript',
    args: ['-e', 'display notification "one waits" with title "tgmcp"'],
  });
  expect(notifier('one waits', 'win32')).toBeUndefined();
});

it('a data folder outside of the profile is warned of on Windows, where no mode shows who may enter', () => {
  expect(outsideProfile('c:\\users\\MIA\\.local\\share\\tgmcp', 'C:\\Users\\mia', 'win32')).toEqual([]);
  expect(outsideProfile('/srv/tgmcp', '/home/mia', 'linux')).toEqual([]);
  const [finding] = outsideProfile('D:\\my data', 'C:\\Users\\mia', 'win32');
  expect(finding).toMatchObject({
    verdict: 'warn',
    says: expect.stringContaining('outside of C:\\Users\\mia') as string,
    next: expect.stringContaining("icacls 'D:\\my data'") as string,
  });
});
