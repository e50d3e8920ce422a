import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, type Environment, type LoadedSettings } from './load.js';
import type { Program } from './kinds.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(program: Program, env: Environment, file?: string): LoadedSettings {
  if (file !== undefined) writeFileSync(join(folder, '.env'), file, { mode: 0o600 });
  return loadSettings(program, env, { checkout: true, project: folder, data: join(folder, 'data') });
}

function warningsOf(loaded: LoadedSettings): readonly string[] {
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.warnings;
}

describe('a value that stands in two places', () => {
  it.each([
    [{}, 7],
    [{ RATE_RPS: '2' }, 2],
    [{ RATE_RPS: ' 2 ' }, 2],
    [{ RATE_RPS: '' }, 7],
    [{ RATE_RPS: '  ' }, 7],
    [{ RATE_RPS: undefined }, 7],
    [{ RATE_RPS: '# two' }, 4],
  ])('comes from the process where that has one: %j', (env, rate) => {
    expect(load('read', env, 'RATE_RPS=7')).toMatchObject({ ok: true, settings: { RATE_RPS: rate } });
  });

  it('is a comment only where it begins as one, and only for a setting of ours', () => {
    const loaded = load('actions', { TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle #', OTHER: '# x' });
    expect(loaded).toMatchObject({
      ok: true,
      settings: { TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle #' },
      warnings: [],
    });
    expect(warningsOf(load('read', { RATE_RPS: '# two' }))).toEqual([
      'RATE_RPS begins with "#": a comment was read as its value, so it counts as not set',
    ]);
  });
});

describe('a value that cannot be read', () => {
  it.each([
    [
      { TG_DATA_DIR: 'a\0b' },
      'TG_DATA_DIR is "a\0b"; allowed: a path; a relative one begins at the project folder',
    ],
    [{ TG_WRITE_CONTEXT: 'nobody' }, 'TG_WRITE_CONTEXT is "nobody"; allowed: read_mcp, actions_mcp'],
    [{ RATE_RPS: 'x'.repeat(60) }, `RATE_RPS is "${'x'.repeat(60)}"; allowed: numbers from 0.01 to 10000`],
    [{ RATE_RPS: 'x'.repeat(61) }, `RATE_RPS is "${'x'.repeat(60)}…"; allowed: numbers from 0.01 to 10000`],
  ])('is the only problem: %j', (env, problem) => {
    expect(load('read', env)).toEqual({ ok: false, problems: [problem] });
  });

  it('is told together with a settings file that cannot be read', () => {
    const loaded = load('read', { TG_ENV_FILE: 'none.env', RATE_RPS: 'x' });
    expect(loaded).toEqual({
      ok: false,
      problems: [
        `TG_ENV_FILE is "${join(folder, 'none.env')}": the file cannot be read (ENOENT)`,
        'RATE_RPS is "x"; allowed: numbers from 0.01 to 10000',
      ],
    });
  });
});

describe('what is loaded', () => {
  it('comes with the project that it belongs to, and the data folder moves with its setting', () => {
    const loaded = load('read', { TG_DATA_DIR: 'other' });
    expect(loaded).toMatchObject({
      ok: true,
      project: { checkout: true, project: folder, data: join(folder, 'data') },
      settings: { SESSION_DIR: join(folder, 'other/sessions') },
    });
  });

  it.each([
    [{ TG_MCP_HTTP_PORT: '8787', DRY_RUN: '1' }, []],
    [
      { TG_MCP_HTTP_PORT: '9', TG_MCP_HTTP_HOST: 'h' },
      ['No effect in this version: TG_MCP_HTTP_HOST, TG_MCP_HTTP_PORT'],
    ],
  ])('says of %j what has no effect', (env, warnings) => {
    expect(warningsOf(load('read', env))).toEqual(warnings);
  });
});

describe('one session file', () => {
  const everybody =
    'TG_SESSION_PATH stands in the settings file, so every server that reads this file uses that session; name TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH there instead';
  const file = 'TG_SESSION_PATH=one.session';
  const conflict = (): string =>
    `tgmcp-read and tgmcp-actions use the same session file ${join(folder, 'one.session')}; give each its own: tgmcp login --profile actions`;

  it('in the settings file is warned of where a server reads it, and not where the process has its own', () => {
    expect(warningsOf(load('read', {}, file))).toEqual([everybody]);
    expect(warningsOf(load('actions', {}, file))).toEqual([everybody]);
    expect(warningsOf(load('operator', {}, file))).toEqual([]);
    expect(warningsOf(load('read', { TG_SESSION_PATH: 'a.session' }, file))).toEqual([]);
    expect(warningsOf(load('read', { TG_SESSION_PATH_CONFLICT_MODE: 'off' }, file))).toEqual([]);
    expect(warningsOf(load('read', { TG_SESSION_PATH_CONFLICT_MODE: 'fail' }, file))).toEqual([everybody]);
    expect(warningsOf(load('read', {}, 'RATE_RPS=4'))).toEqual([]);
  });

  it('for both servers is warned of, or stops the start, or is passed over, as the setting says', () => {
    const both = { TG_ACTIONS_SESSION_PATH: 'one.session' };
    expect(warningsOf(load('read', both, file))).toEqual([conflict()]);
    expect(load('read', { ...both, TG_SESSION_PATH_CONFLICT_MODE: 'fail' }, file)).toEqual({
      ok: false,
      problems: [conflict()],
    });
    expect(warningsOf(load('read', { ...both, TG_SESSION_PATH_CONFLICT_MODE: 'off' }, file))).toEqual([]);
  });
});

describe('a write policy that is weaker than it should be', () => {
  const safe = { TG_ACTIONS_ALLOWED_GROUPS: '1', TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle 9' };
  const preview =
    'TG_ACTIONS_APPROVAL_CHANNEL is "preview": an agent that was told the phrase can send without a person';

  it.each([
    [safe, []],
    [{ ...safe, TG_ACTIONS_UNSAFE_OVERRIDE: '1' }, []],
    [{ ...safe, TG_ACTIONS_APPROVAL_CHANNEL: 'preview' }, [preview]],
    [{ ...safe, TG_ACTIONS_IDEMPOTENCY_ENABLED: '0' }, []],
    [
      { TG_ACTIONS_UNSAFE_OVERRIDE: '1', TG_ACTIONS_APPROVAL_CHANNEL: 'preview' },
      [
        'TG_ACTIONS_UNSAFE_OVERRIDE allows writing although: TG_ACTIONS_ALLOWED_GROUPS is empty; TG_ACTIONS_CONFIRMATION_PHRASE is not set',
        preview,
      ],
    ],
  ])('with %j is told to the operator of the writing server', (env, warnings) => {
    expect(warningsOf(load('actions', env))).toEqual(warnings);
    expect(warningsOf(load('read', env))).toEqual([]);
  });
});
