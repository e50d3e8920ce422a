import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvFile, settingsFile } from './env-file.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-env-file-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the settings file', () => {
  const folders = { project: '/p', data: '/d' };

  it.each([
    [undefined, '/p/.env', false],
    ['', '/p/.env', false],
    ['  ', '/p/.env', false],
    [' mine.env ', '/p/mine.env', true],
    ['/etc/mine.env', '/etc/mine.env', true],
  ])('is by the name %j %s', (name, file, named) => {
    expect(settingsFile({ TG_ENV_FILE: name }, folders)).toEqual({ file, named });
  });

  it('is empty when it is missing, unless somebody named it', () => {
    const file = join(base, '.env');
    expect(readEnvFile(file, false)).toEqual({ ok: true, values: {}, warnings: [] });
    expect(readEnvFile(file, true)).toEqual({
      ok: false,
      problem: `TG_ENV_FILE is "${file}": the file cannot be read (ENOENT)`,
    });
  });

  it('stops the start when it is something else, named or not', () => {
    mkdirSync(join(base, '.env'));
    const problem = `"${join(base, '.env')}": it is no file`;
    expect(readEnvFile(join(base, '.env'), false)).toEqual({
      ok: false,
      problem: `The settings file is ${problem}`,
    });
    expect(readEnvFile(join(base, '.env'), true)).toEqual({
      ok: false,
      problem: `TG_ENV_FILE is ${problem}`,
    });
    writeFileSync(join(base, 'file'), '');
    expect(readEnvFile(join(base, 'file/.env'), false)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('(ENOTDIR)') as string,
    });
  });

  it('may have the line ends and the mark of a Windows editor', () => {
    const file = join(base, "Räume 'и'.env");
    writeFileSync(file, '\uFEFFTG_API_ID=1\r\nTG_DATA_DIR="C:/Ordner mit Räumen"\r\n', { mode: 0o600 });
    expect(readEnvFile(file, true)).toEqual({
      ok: true,
      values: { TG_API_ID: '1', TG_DATA_DIR: 'C:/Ordner mit Räumen' },
      warnings: [],
    });
  });

  it('says so when it is UTF-16, in which no setting would be found', () => {
    const file = join(base, '.env');
    writeFileSync(file, '\uFEFFTG_API_ID=1\r\n', { encoding: 'utf16le', mode: 0o600 });
    expect(readEnvFile(file, false)).toEqual({
      ok: false,
      problem: `The settings file is "${file}": it is UTF-16 text; save it as UTF-8`,
    });
  });

  it('is named in the remedy so that a shell takes it', () => {
    const file = join(base, "Räume 'и'.env");
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    const command = String.raw`chmod 600 '${base}/Räume '\''и'\''.env'`;
    expect(readEnvFile(file, true)).toMatchObject({ warnings: [expect.stringContaining(command)] });
    execFileSync('sh', ['-c', command]);
    expect(readEnvFile(file, true)).toMatchObject({ warnings: [] });
  });

  it.each([
    [0o600, false],
    [0o640, true],
    [0o604, true],
    [0o620, true],
  ])('with the rights %o is read, with a warning: %s', (mode, warned) => {
    const file = join(base, '.env');
    writeFileSync(file, 'RATE_RPS=2');
    chmodSync(file, mode);
    expect(readEnvFile(file, false)).toEqual({
      ok: true,
      values: { RATE_RPS: '2' },
      warnings: warned ? [`${file} can be read by other users of this machine; run: chmod 600 ${file}`] : [],
    });
  });

  it.runIf(process.platform !== 'win32')('may be a pipe, which has no rights to mend', async () => {
    const pipe = join(base, 'pipe');
    execFileSync('mkfifo', ['-m', '644', pipe]);
    const writer = spawn('sh', ['-c', 'echo RATE_RPS=3 > "$0"', pipe]);
    try {
      expect(readEnvFile(pipe, true)).toEqual({ ok: true, values: { RATE_RPS: '3' }, warnings: [] });
    } finally {
      const closed = once(writer, 'close');
      writer.kill();
      await closed;
    }
  });
});
