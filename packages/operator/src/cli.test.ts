import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-operator-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function tgmcp(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') {
  writeFileSync(join(folder, 'settings'), '', { mode: 0o600 });
  const run = spawnSync(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env['PATH'],
      TG_ENV_FILE: join(folder, 'settings'),
      TG_DATA_DIR: join(folder, 'data'),
      ...env,
    },
    input,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('tgmcp', () => {
  it('greets without arguments with its commands and the way to begin, as a usage error', () => {
    const { code, err } = tgmcp([]);
    expect(code).toBe(2);
    for (const word of ['init', 'login', 'approve', 'audit', 'unlatch', 'Day one'])
      expect(err).toContain(word);
  });

  it('prints help that was asked for on stdout and succeeds', () => {
    const { code, out, err } = tgmcp(['help', 'approve']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('--phrase-stdin');
  });

  it('suggests the command that was meant', () => {
    const { code, err } = tgmcp(['aprove']);
    expect(code).toBe(2);
    expect(err).toContain('approve');
  });

  it.each([
    ['credentials', '--api-hash=secret=canary'],
    ['login', "--password=it's a canary"],
    ['approve', 'p1', '--phrase=a canary\nof two lines'],
    ['--session=canary'],
  ])('names of an option that there is not the name alone: %s', (...args) => {
    const { code, out, err } = tgmcp(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: unknown option '--[a-z-]+'$/mu);
    expect(err).not.toContain('canary');
  });

  it('names five mistakes in the settings at once and makes nothing', () => {
    const { code, err, out } = tgmcp(['audit', 'verify'], {
      TG_API_ID: 'twelve',
      RATE_RPS: 'fast',
      TG_ACTIONS_ENABLED: 'maybe',
      TG_ACTIONS_APPROVAL_CHANNEL: 'pigeon',
      MAX_DM_PER_DAY: '-1',
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const name of [
      'TG_API_ID',
      'RATE_RPS',
      'TG_ACTIONS_ENABLED',
      'TG_ACTIONS_APPROVAL_CHANNEL',
      'MAX_DM_PER_DAY',
    ])
      expect(err).toContain(name);
    expect(readdirSync(folder)).toEqual(['settings']);
  });

  it('never repeats a secret that it cannot use', () => {
    const { code, err, out } = tgmcp(['audit', 'verify'], { TG_API_HASH: 'not-a-hash-but-secret' });
    expect(code).toBe(2);
    expect(`${out}${err}`).not.toContain('not-a-hash-but-secret');
  });

  it('refuses a data folder that others can read, with the command that mends it', () => {
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), 0o755);
    const { code, err } = tgmcp(['approve', '--json']);
    expect(code).toBe(3);
    expect(err).toContain(`chmod 700 ${join(folder, 'data')}`);
  });

  it('refuses a data folder that cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = tgmcp(['approve', '--json'], { TG_DATA_DIR: join(folder, 'file', 'data') });
    expect(code).toBe(3);
    expect(err).toContain('STATE_UNWRITABLE');
    expect(err).toContain(join(folder, 'file', 'data'));
  });
});

describe('tgmcp approve', () => {
  it('lists nothing as an empty list', () => {
    const { code, out } = tgmcp(['approve', '--json']);
    expect({ code, out: JSON.parse(out) }).toEqual({ code: 0, out: { proposals: [], unsettled: [] } });
  });

  it('asks for a way to decide where there is no terminal', () => {
    const { code, err } = tgmcp(['approve']);
    expect(code).toBe(2);
    expect(err).toContain('--phrase-stdin');
  });

  it('needs the id of what it decides', () => {
    expect(tgmcp(['approve', '--refuse']).code).toBe(2);
  });

  it('refuses an id that waits nowhere', () => {
    const { code, err } = tgmcp(['approve', 'abc123def456', '--phrase-stdin'], {}, 'some phrase\n');
    expect(code).toBe(3);
    expect(err).toContain('APPROVAL_UNKNOWN');
    expect(err).not.toContain('some phrase');
  });
});

describe('tgmcp audit verify', () => {
  it('says that there is nothing to check yet', () => {
    const { code, out } = tgmcp(['audit', 'verify']);
    expect(code).toBe(0);
    expect(out).toContain('no audit log yet');
  });
});
