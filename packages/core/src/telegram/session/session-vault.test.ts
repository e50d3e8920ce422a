import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newKeyText } from './sealing-key.js';
import type { SessionFile } from './session-content.js';
import { createSessionKeys, type KeySettings } from './session-keys.js';
import { createSessionVault, type SessionVault } from './session-vault.js';

const KEY = newKeyText();
const NONE: KeySettings = {
  TG_SESSION_KEY_PROVIDER: '',
  TG_SESSION_KEY: '',
  TG_SESSION_KEY_FILE: '',
  TG_SESSION_PASSPHRASE: '',
  TG_SESSION_KEY_OLD: '',
  TG_SECRET_CMD_SESSION_KEY: '',
  TG_KEYCHAIN_SERVICE: 'tg-mcp',
  TG_KEYCHAIN_ACCOUNT_SESSION_KEY: 'TG_SESSION_KEY',
};
const CONTENT: SessionFile = {
  account: { id: '7001', username: 'ann_of_the_bay', first_name: 'Änn 🪁' },
  dc: 2,
  session: `1${Buffer.concat([Buffer.from([2, 149, 154, 167, 51, 1, 187]), Buffer.alloc(256, 7)]).toString('base64')}`,
};

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tgmcp-vault-'));
  await chmod(folder, 0o700);
});
beforeEach(async () => {
  file = join(folder, 'read.session');
  await rm(file, { force: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function vault(changes: Partial<KeySettings> = {}): SessionVault {
  return createSessionVault(createSessionKeys({ ...NONE, ...changes }));
}

const sealed = (key = KEY): Partial<KeySettings> => ({ TG_SESSION_KEY_PROVIDER: 'env', TG_SESSION_KEY: key });

async function codeOf(reading: ReturnType<SessionVault['read']>): Promise<string> {
  const outcome = await reading;
  if (outcome.ok) return 'ok';
  expect(JSON.stringify(outcome)).not.toContain(CONTENT.session);
  return outcome.refusal.code;
}

describe.each([
  ['plain', {}],
  ['sealed with a key', sealed()],
  [
    'sealed with a passphrase',
    { TG_SESSION_KEY_PROVIDER: 'passphrase', TG_SESSION_PASSPHRASE: 'kites over the bay' },
  ],
] as const)('a session that is %s', (name, settings) => {
  it('comes back as it was written, from a private file', async () => {
    expect(await vault(settings).write(file, 'read', CONTENT)).toMatchObject({ ok: true });
    expect(await vault(settings).read(file, 'read')).toEqual({ ok: true, value: CONTENT });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(text.includes(CONTENT.session)).toBe(name === 'plain');
    // With a sign that base64 does not have: three letters alone stand in one of 400 sealed texts by chance.
    expect(text.includes('ann_of_the_bay')).toBe(name === 'plain');
  });

  it('is refused after a change of any bit, and when it was cut anywhere', async () => {
    const opened = vault(settings);
    await opened.write(file, 'read', CONTENT);
    const bytes = await readFile(file);
    const every = name === 'sealed with a passphrase' ? 17 : 1;
    for (let bit = 0; bit < bytes.length * 8; bit += every) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(file, changed, { mode: 0o600 });
      expect(await codeOf(opened.read(file, 'read')), `bit ${bit}`).not.toBe('ok');
    }
    for (let length = 0; length < bytes.length; length += 13) {
      await writeFile(file, bytes.subarray(0, length), { mode: 0o600 });
      expect(await codeOf(opened.read(file, 'read')), `length ${length}`).toBe('SESSION_UNSAFE');
    }
  });
});

describe('a sealed session', () => {
  it('is refused with a tag that was cut short', async () => {
    await vault(sealed()).write(file, 'read', CONTENT);
    const text = JSON.parse(await readFile(file, 'utf8')) as { sealed: string };
    for (const length of [0, 4, 8, 12, 15]) {
      const bytes = Buffer.from(text.sealed, 'base64');
      const cut = bytes.subarray(0, bytes.length - 16 + length).toString('base64');
      await writeFile(file, `${JSON.stringify({ ...text, sealed: cut }, undefined, 1)}\n`, { mode: 0o600 });
      expect(await codeOf(vault(sealed()).read(file, 'read'))).toBe('SESSION_UNSAFE');
    }
  });

  it('of one server is none of the other, nor of another account', async () => {
    await vault(sealed()).write(file, 'read', CONTENT);
    expect(await codeOf(vault(sealed()).read(file, 'actions'))).toBe('SESSION_UNSAFE');
    const text = (await readFile(file, 'utf8')).replace('"7001"', '"7002"');
    await writeFile(file, text, { mode: 0o600 });
    expect(await codeOf(vault(sealed()).read(file, 'read'))).toBe('SESSION_UNSAFE');
  });

  it('needs its key: another one, none, or a source that fails are told apart', async () => {
    await vault(sealed()).write(file, 'read', CONTENT);
    expect(await vault(sealed(newKeyText())).read(file, 'read')).toMatchObject({
      refusal: { code: 'SESSION_KEY_MISSING', message: expect.stringContaining('another key') },
    });
    expect(await vault().read(file, 'read')).toMatchObject({
      refusal: { code: 'SESSION_KEY_MISSING', message: expect.stringContaining('TG_SESSION_KEY_PROVIDER') },
    });
    const failing = { TG_SESSION_KEY_PROVIDER: 'command', TG_SECRET_CMD_SESSION_KEY: 'false' } as const;
    expect(await vault(failing).read(file, 'read')).toMatchObject({
      refusal: { code: 'SESSION_KEY_MISSING', message: expect.stringContaining('exit code 1') },
    });
  });

  it('opens with the key before the present one while it is named', async () => {
    const next = newKeyText();
    await vault(sealed()).write(file, 'read', CONTENT);
    expect(await codeOf(vault({ ...sealed(next), TG_SESSION_KEY_OLD: KEY }).read(file, 'read'))).toBe('ok');
  });
});

describe('a configured key', () => {
  it('means that nothing plain is read, and that nothing is written without it', async () => {
    await vault().write(file, 'read', CONTENT);
    expect(await vault(sealed()).read(file, 'read')).toMatchObject({
      refusal: { code: 'SESSION_UNSAFE', data: { fix: 'tgmcp session encrypt' } },
    });
    const before = await readFile(file, 'utf8');
    for (const settings of [
      sealed(''),
      sealed('too short'),
      { TG_SESSION_KEY_PROVIDER: 'passphrase', TG_SESSION_PASSPHRASE: 'short' },
      { TG_SESSION_KEY_PROVIDER: 'file', TG_SESSION_KEY_FILE: join(folder, 'no-such.key') },
      { TG_SESSION_KEY_PROVIDER: 'command', TG_SECRET_CMD_SESSION_KEY: 'no-such-program-anywhere' },
    ] as const) {
      expect(await vault(settings).write(file, 'read', CONTENT)).toMatchObject({
        refusal: { code: 'SESSION_KEY_MISSING' },
      });
      expect(await readFile(file, 'utf8')).toBe(before);
    }
  });

  it('comes from a private file, or from a program', async () => {
    const keyFile = join(folder, 'session.key');
    await writeFile(keyFile, `${KEY}\n`, { mode: 0o600 });
    const fromFile = { TG_SESSION_KEY_PROVIDER: 'file', TG_SESSION_KEY_FILE: keyFile } as const;
    expect(await vault(fromFile).write(file, 'read', CONTENT)).toMatchObject({ ok: true });
    const fromProgram = {
      TG_SESSION_KEY_PROVIDER: 'command',
      TG_SECRET_CMD_SESSION_KEY: `cat "${keyFile}"`,
    } as const;
    expect(await codeOf(vault(fromProgram).read(file, 'read'))).toBe('ok');
    await chmod(keyFile, 0o644);
    expect(await vault(fromFile).read(file, 'read')).toMatchObject({
      refusal: { code: 'SESSION_KEY_MISSING', message: expect.stringContaining(`chmod 600 '${keyFile}'`) },
    });
  });
});
