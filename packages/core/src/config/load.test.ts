import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, type Environment, type LoadedSettings } from './load.js';
import type { Program } from './kinds.js';
import type { Settings } from './settings.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(env: Environment, program: Program = 'read', file?: string): LoadedSettings {
  if (file !== undefined) writeFileSync(join(folder, '.env'), file, { mode: 0o600 });
  return loadSettings(program, env, { checkout: true, project: folder, data: join(folder, 'data') });
}

function settingsOf(loaded: LoadedSettings): Settings {
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings;
}

function problemsOf(loaded: LoadedSettings): readonly string[] {
  if (loaded.ok) throw new Error('the settings were accepted');
  return loaded.problems;
}

describe('loading settings', () => {
  it('has the documented defaults when nothing is set', () => {
    expect(settingsOf(load({}))).toMatchObject({
      RATE_RPS: 4,
      TG_CALL_DEADLINE_SEC: 20,
      TG_ALLOW_SESSION_SWITCH: false,
      TG_ACTIONS_ENABLED: false,
      TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
      TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 30,
      TG_ACTIONS_APPROVAL_TTL_SEC: 1800,
      TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC: 86_400,
      TG_DATA_DIR: join(folder, 'data'),
      SESSION_DIR: join(folder, 'data/sessions'),
      TG_SHOW_PHONE_NUMBERS: false,
    });
  });

  it('reports five mistakes of a settings file at once, each with the variable and what is allowed', () => {
    const file = [
      'RATE_RPS=fast',
      'TG_CALL_DEADLINE_SEC=0.5',
      'TG_ACTIONS_ENABLED=yes',
      'TG_GLOBAL_RPS_MODE=everywhere',
      'TG_EXPECTED_USER_ID=@me',
    ];
    expect(problemsOf(load({}, 'actions', file.join('\n')))).toEqual([
      'TG_EXPECTED_USER_ID is "@me"; allowed: a numeric user id',
      'TG_CALL_DEADLINE_SEC is "0.5"; allowed: numbers from 1 to 300',
      'RATE_RPS is "fast"; allowed: numbers from 0.01 to 10000',
      'TG_GLOBAL_RPS_MODE is "everywhere"; allowed: shared, local, off',
      'TG_ACTIONS_ENABLED is "yes"; allowed: 1, 0, true or false',
    ]);
  });

  it('takes 1, 0, true and false for a switch and nothing else', () => {
    for (const [written, value] of [
      ['1', true],
      ['true', true],
      ['0', false],
      ['false', false],
    ] as const) {
      expect(settingsOf(load({ TG_ACTIONS_ENABLED: written })).TG_ACTIONS_ENABLED).toBe(value);
    }
    for (const written of ['yes', 'on', '2', 'y', 'enabled', '01', '-1']) {
      expect(problemsOf(load({ TG_ACTIONS_ENABLED: written }))).toHaveLength(1);
    }
  });

  it('never shows the value of a secret in a problem', () => {
    expect(problemsOf(load({ TG_API_HASH: 'oh no, spaces in it' }))).toEqual([
      'TG_API_HASH has a value that is not allowed; allowed: the api_hash as my.telegram.org shows it',
    ]);
  });

  it('lets the process environment win over the file', () => {
    expect(settingsOf(load({ RATE_RPS: '2' }, 'read', 'RATE_RPS=7\nMAX_DM_PER_DAY=5')).RATE_RPS).toBe(2);
    expect(settingsOf(load({}, 'read', 'RATE_RPS=7')).RATE_RPS).toBe(7);
  });

  it('never takes a comment for a value, in the file or in the environment', () => {
    const loaded = load(
      { TG_ACTIONS_CONFIRMATION_PHRASE: '# choose your own' },
      'actions',
      'TG_ACTIONS_ALLOWED_GROUPS=   # csv of ids\nTG_EXPECTED_USERNAME= # nobody\n',
    );
    expect(settingsOf(loaded)).toMatchObject({
      TG_ACTIONS_ALLOWED_GROUPS: '',
      TG_EXPECTED_USERNAME: '',
      TG_ACTIONS_CONFIRMATION_PHRASE: '',
    });
    expect(loaded.ok && loaded.warnings.join()).toContain('TG_ACTIONS_CONFIRMATION_PHRASE begins with "#"');
  });

  it('warns of an unknown name and says which one is near', () => {
    const loaded = load({ TG_ACTIONS_ENABLD: '1', TG_SOMETHING_ELSE_ENTIRELY_NEW: '1', OTHER: 'x' });
    expect(loaded.ok && loaded.warnings).toEqual([
      'TG_ACTIONS_ENABLD is not a known setting; did you mean TG_ACTIONS_ENABLED?',
      'TG_SOMETHING_ELSE_ENTIRELY_NEW is not a known setting',
    ]);
  });

  it('begins relative paths at the project and not at the working directory', () => {
    const settings = settingsOf(load({ TG_DATA_DIR: 'elsewhere', TG_SESSION_PATH: 'mine/a.session' }));
    expect(settings.TG_DATA_DIR).toBe(join(folder, 'elsewhere'));
    expect(settings.SESSION_DIR).toBe(join(folder, 'elsewhere/sessions'));
    expect(settings.TG_SESSION_PATH).toBe(join(folder, 'mine/a.session'));
  });

  it('stops on a settings file that was named but is not there', () => {
    const [problem] = problemsOf(load({ TG_ENV_FILE: 'no-such.env' }));
    expect(problem).toContain('no-such.env');
    expect(problem).toContain('ENOENT');
  });

  it.runIf(process.platform === 'linux')(
    'stops on a device that would be read for ever, and takes /dev/null for no file',
    () => {
      expect(problemsOf(load({ TG_ENV_FILE: '/dev/zero' }))).toEqual([
        'TG_ENV_FILE is "/dev/zero": it is no file',
      ]);
      expect(load({ TG_ENV_FILE: '/dev/null' }).ok).toBe(true);
    },
  );

  it('warns of a settings file that others can read', () => {
    writeFileSync(join(folder, '.env'), 'RATE_RPS=4');
    chmodSync(join(folder, '.env'), 0o644);
    const loaded = load({});
    expect(loaded.ok && loaded.warnings.join()).toContain('chmod 600');
  });

  it('says which settings have no effect, and is silent about their defaults', () => {
    const loaded = load({
      TG_MCP_HTTP_PORT: '9000',
      TG_SESSION_LOCK_MODE: 'shared',
      TG_RECEIVE_UPDATES: '0',
    });
    expect(loaded.ok && loaded.warnings).toEqual(['No effect in this version: TG_MCP_HTTP_PORT']);
  });
});

describe('a weakened write policy', () => {
  it('is named in the log of the writing server', () => {
    const loaded = load(
      { TG_ACTIONS_UNSAFE_OVERRIDE: '1', TG_ACTIONS_APPROVAL_CHANNEL: 'preview' },
      'actions',
    );
    expect(loaded.ok && loaded.warnings.join('\n')).toMatch(
      /TG_ACTIONS_UNSAFE_OVERRIDE.*TG_ACTIONS_ALLOWED_GROUPS/,
    );
    expect(loaded.ok && loaded.warnings.join('\n')).toContain('without a person');
    const reading = load({ TG_ACTIONS_UNSAFE_OVERRIDE: '1' }, 'read');
    expect(reading.ok && reading.warnings).toEqual([]);
  });
});

describe('settings that contradict the program', () => {
  it('stop the read server when they ask it to write', () => {
    const asks = {
      TG_WRITE_CONTEXT: 'actions_mcp',
      TG_ACTION_PROCESS: '1',
      TG_BLOCK_DIRECT_TELETHON_WRITE: '0',
      TG_ALLOW_DIRECT_TELETHON_WRITE: '1',
      TG_ENFORCE_ACTION_PROCESS: '0',
      TG_AUTH_BOOTSTRAP: '1',
    };
    expect(problemsOf(load(asks))).toHaveLength(6);
  });

  it('are accepted where they fit the program', () => {
    expect(load({ TG_WRITE_CONTEXT: 'read_mcp', TG_ACTION_PROCESS: '0' }, 'read').ok).toBe(true);
    expect(load({ TG_WRITE_CONTEXT: 'actions_mcp', TG_ACTION_PROCESS: '1' }, 'actions').ok).toBe(true);
    expect(load({ TG_ACTION_PROCESS: '0' }, 'actions').ok).toBe(false);
  });

  it('warn of one session file for both servers, or stop the start, as the setting says', () => {
    const shared = { TG_SESSION_PATH: 'one.session', TG_ACTIONS_SESSION_PATH: 'one.session' };
    const warned = load(shared, 'read');
    expect(warned.ok && warned.warnings.join()).toContain('the same session file');
    expect(load({ ...shared, TG_SESSION_PATH_CONFLICT_MODE: 'fail' }, 'read').ok).toBe(false);
    const silent = load({ ...shared, TG_SESSION_PATH_CONFLICT_MODE: 'off' }, 'read');
    expect(silent.ok && silent.warnings).toEqual([]);
  });

  it('warn of a session path in the settings file, which both servers may read, unless the process has its own', () => {
    const file = 'TG_SESSION_PATH=one.session';
    const warned = load({}, 'actions', file);
    expect(warned.ok && warned.warnings.join()).toContain('TG_ACTIONS_SESSION_PATH');
    const own = load({ TG_SESSION_PATH: 'mine.session' }, 'actions', file);
    expect(own.ok && own.warnings).toEqual([]);
  });
});
