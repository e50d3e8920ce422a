import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contradictions, sessionPathConflict } from './contradictions.js';
import { loadSettings, type Environment } from './load.js';
import type { Settings } from './settings.js';

const PROJECT = { checkout: true, project: '/p', data: '/p/data' };

/** Read for the operator, whom nothing here stops. */
function settings(env: Environment): Settings {
  const loaded = loadSettings('operator', { TG_ENV_FILE: '/dev/null', ...env }, PROJECT);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings;
}

describe('settings that contradict the program', () => {
  it.each([
    ['TG_WRITE_CONTEXT', 'actions_mcp', 'read_mcp'],
    ['TG_ACTION_PROCESS', '1', '0'],
    ['TG_BLOCK_DIRECT_TELETHON_WRITE', '0', '1 (no setting makes it write)'],
    ['TG_ALLOW_DIRECT_TELETHON_WRITE', '1', '0 (no setting makes it write)'],
    ['TG_ENFORCE_ACTION_PROCESS', '0', '1 (no setting makes it write)'],
    ['TG_AUTH_BOOTSTRAP', '1', '0 (no setting makes it write)'],
  ])('stop the read server for %s=%s alone', (name, value, allowed) => {
    expect(contradictions('read', settings({ [name]: value }))).toEqual([
      `${name} is "${value}"; allowed in tgmcp-read: ${allowed}`,
    ]);
  });

  it.each([
    ['TG_WRITE_CONTEXT', 'read_mcp', 'actions_mcp'],
    ['TG_ACTION_PROCESS', '0', '1'],
  ])('stop the writing server for %s=%s alone', (name, value, allowed) => {
    expect(contradictions('actions', settings({ [name]: value }))).toEqual([
      `${name} is "${value}"; allowed in tgmcp-actions: ${allowed}`,
    ]);
  });

  it('leave the writing server to its policy, which answers for what weakens it', () => {
    const weak = { TG_ALLOW_DIRECT_TELETHON_WRITE: '1', TG_ENFORCE_ACTION_PROCESS: '0' };
    expect(contradictions('actions', settings(weak))).toEqual([]);
  });

  it.each([
    ['read', { TG_WRITE_CONTEXT: 'read_mcp', TG_ACTION_PROCESS: '0' }],
    ['actions', { TG_WRITE_CONTEXT: 'actions_mcp', TG_ACTION_PROCESS: '1' }],
    ['read', {}],
    ['actions', {}],
    ['operator', { TG_WRITE_CONTEXT: 'read_mcp', TG_ACTION_PROCESS: '1', TG_AUTH_BOOTSTRAP: '1' }],
  ] as const)('are none for %s with %j', (program, env) => {
    expect(contradictions(program, settings(env))).toEqual([]);
  });
});

describe('one session file for both servers', () => {
  const both = { TG_READ_SESSION_PATH: 'a.session', TG_ACTIONS_SESSION_PATH: 'a.session' };

  it.each([
    ['read', 'actions', both],
    ['actions', 'read', both],
    ['read', 'actions', { TG_SESSION_PATH: 'a.session', TG_ACTIONS_SESSION_PATH: 'a.session' }],
    ['actions', 'read', { TG_SESSION_PATH: 'a.session', TG_READ_SESSION_PATH: 'a.session' }],
  ] as const)('is seen by %s, which says how %s gets one of its own', (program, other, env) => {
    expect(sessionPathConflict(program, settings(env))).toBe(
      `tgmcp-read and tgmcp-actions use the same session file /p/a.session; give each its own: tgmcp login --profile ${other}`,
    );
  });

  it('is seen where one of them has its file without a setting', () => {
    const own = settings({ SESSION_DIR: 's', TG_READ_SESSION_PATH: 's/actions.session' });
    expect(sessionPathConflict('read', own)).toContain('the same session file /p/s/actions.session');
    const other = settings({ SESSION_DIR: 's', TG_ACTIONS_SESSION_PATH: 's/read.session' });
    expect(sessionPathConflict('actions', other)).toContain('the same session file /p/s/read.session');
  });

  it('is seen where a link leads to the one file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-conflict-'));
    try {
      mkdirSync(join(folder, 'real'));
      symlinkSync(join(folder, 'real'), join(folder, 'link'));
      const linked = settings({
        TG_READ_SESSION_PATH: join(folder, 'real', 'a.session'),
        TG_ACTIONS_SESSION_PATH: join(folder, 'link', 'a.session'),
      });
      expect(sessionPathConflict('read', linked)).toContain('use the same session file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['read', {}],
    ['actions', {}],
    ['read', { TG_READ_SESSION_PATH: 'a.session', TG_ACTIONS_SESSION_PATH: 'b.session' }],
    ['read', { TG_SESSION_PATH: 'a.session', TG_READ_SESSION_PATH: 'a.session' }],
    ['actions', { TG_SESSION_PATH: 'a.session', TG_ACTIONS_SESSION_PATH: 'a.session' }],
    ['operator', both],
  ] as const)('is not seen by %s with %j', (program, env) => {
    expect(sessionPathConflict(program, settings(env))).toBeUndefined();
  });
});
