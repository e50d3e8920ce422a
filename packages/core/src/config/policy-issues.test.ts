import { describe, expect, it } from 'vitest';
import { loadSettings, type Environment } from './load.js';
import { isPublicPhrase } from './public-phrases.js';
import { policyBlocks, policyIssues } from './policy-issues.js';
import type { Settings } from './settings.js';

const SAFE: Environment = {
  TG_ENV_FILE: '/dev/null',
  TG_ACTIONS_ALLOWED_GROUPS: '-1001234567890',
  TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle 9',
};

const PUBLIC_PHRASES = [
  'отправляй',
  'send it',
  'sendit',
  'confirm',
  'confirmed',
  'i confirm',
  'approve',
  'approved',
  'yes',
  'ok',
  'changeme',
  'change me',
  'change_me',
  'change-me',
  'your phrase',
  'your_phrase',
  'your-phrase',
  'your_phrase_here',
  'your phrase here',
  'your_confirmation_phrase',
  'password',
  'secret',
  'phrase',
  'set_me',
  '<your phrase>',
];

function settings(env: Environment): Settings {
  const loaded = loadSettings('actions', { ...SAFE, ...env });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings;
}

describe('the fail-closed list', () => {
  it('is empty for a safe policy', () => {
    expect(policyIssues(settings({}))).toEqual([]);
    expect(policyBlocks(settings({}))).toBe(false);
  });

  it.each([
    ['TG_BLOCK_DIRECT_TELETHON_WRITE', '0'],
    ['TG_ALLOW_DIRECT_TELETHON_WRITE', '1'],
    ['TG_ENFORCE_ACTION_PROCESS', '0'],
    ['TG_DIRECT_TELETHON_WRITE_ALLOWED_CONTEXTS', 'read_mcp'],
    ['TG_DIRECT_TELETHON_WRITE_ALLOWED_CONTEXTS', 'actions_mcp,read_mcp'],
    ['TG_AUTH_BOOTSTRAP', '1'],
    ['TG_ACTIONS_REQUIRE_ALLOWLIST', '0'],
    ['TG_ACTIONS_ALLOWED_GROUPS', ''],
    ['TG_ACTIONS_ALLOWED_GROUPS', ' , ,'],
    ['TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT', '0'],
    ['TG_ACTIONS_CONFIRMATION_PHRASE', ''],
    ['TG_ACTIONS_CONFIRMATION_PHRASE', 'Отправляй'],
    ['TG_ACTIONS_CONFIRMATION_PHRASE', 'short'],
    ['TG_ACTIONS_MIN_CONFIRM_TEXT_LEN', '1'],
    ['TG_ACTIONS_REQUIRE_APPROVAL_CODE', '0'],
    ['TG_ACTIONS_APPROVAL_MIN_AGE_SEC', '0'],
    ['TG_ACTIONS_IDEMPOTENCY_ENABLED', '0'],
    ['TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC', '0'],
    ['TG_ACTIONS_APPROVAL_TTL_SEC', '30'],
  ])('names %s when it is "%s"', (name, value) => {
    const weak = settings({ [name]: value });
    expect(policyIssues(weak)).toHaveLength(1);
    expect(policyIssues(weak)[0]).toContain(name);
    expect(policyBlocks(weak)).toBe(true);
  });

  it('takes a phrase and numbers at their least, and none below', () => {
    expect(policyIssues(settings({ TG_ACTIONS_CONFIRMATION_PHRASE: 'kettle' }))).toEqual([]);
    expect(policyIssues(settings({ TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC: '60' }))).toEqual([]);
    expect(policyIssues(settings({ TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC: '59' }))).toHaveLength(1);
    expect(policyIssues(settings({ TG_ACTIONS_MIN_CONFIRM_TEXT_LEN: '4' }))).toEqual([]);
    expect(policyIssues(settings({ TG_ACTIONS_MIN_CONFIRM_TEXT_LEN: '3' }))).toHaveLength(1);
    expect(policyIssues(settings({ TG_ACTIONS_APPROVAL_TTL_SEC: '31' }))).toEqual([]);
    expect(policyIssues(settings({ TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '1' }))).toEqual([]);
  });

  it.each([
    ['TG_ACTIONS_MAX_MESSAGE_LEN', '4097'],
    ['TG_ACTIONS_MAX_MESSAGE_LEN', '0'],
    ['TG_ACTIONS_APPROVAL_TTL_SEC', '86401'],
    ['TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC', '-1'],
    ['TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC', '31536001'],
    ['TG_ACTIONS_MIN_CONFIRM_TEXT_LEN', '201'],
  ])('is not even asked about %s=%s: the program does not start', (name, value) => {
    const loaded = loadSettings('actions', { ...SAFE, [name]: value });
    expect(loaded).toMatchObject({ ok: false, problems: [expect.stringContaining(name)] });
  });

  it.each(PUBLIC_PHRASES)('names the phrase "%s" as one that everybody knows', (phrase) => {
    expect(isPublicPhrase(phrase)).toBe(true);
    expect(isPublicPhrase(` ${phrase.toUpperCase()} `)).toBe(true);
  });

  it("takes a phrase with angle brackets inside for somebody's own", () => {
    expect(isPublicPhrase('a <b> c')).toBe(false);
    expect(isPublicPhrase('<b> c')).toBe(false);
    expect(isPublicPhrase('a <b>')).toBe(false);
  });

  it('is overridden by TG_ACTIONS_UNSAFE_OVERRIDE alone', () => {
    const overridden = settings({ TG_ACTIONS_IDEMPOTENCY_ENABLED: '0', TG_ACTIONS_UNSAFE_OVERRIDE: '1' });
    expect(policyIssues(overridden)).toHaveLength(1);
    expect(policyBlocks(overridden)).toBe(false);
  });

  it('takes a whole hash of a phrase, whose length nobody can tell, and none that is cut', () => {
    const whole = `scrypt:32768:8:1:${'0'.repeat(32)}:${'0'.repeat(64)}`;
    const longest = { TG_ACTIONS_MIN_CONFIRM_TEXT_LEN: '200' };
    expect(policyIssues(settings({ ...longest, TG_ACTIONS_CONFIRMATION_PHRASE: whole }))).toEqual([]);
    const cut = settings({ TG_ACTIONS_CONFIRMATION_PHRASE: whole.slice(0, -1) });
    expect(policyIssues(cut)).toEqual([
      'TG_ACTIONS_CONFIRMATION_PHRASE is a hash that is not whole; make it anew: tgmcp phrase',
    ]);
    expect(policyBlocks(cut)).toBe(true);
  });

  it('counts no spaces around a phrase', () => {
    const padded = { ...settings({}), TG_ACTIONS_CONFIRMATION_PHRASE: '  abcde  ' };
    expect(policyIssues(padded)).toEqual([
      'TG_ACTIONS_CONFIRMATION_PHRASE is shorter than TG_ACTIONS_MIN_CONFIRM_TEXT_LEN',
    ]);
  });

  it('never repeats the phrase', () => {
    const weak = settings({ TG_ACTIONS_CONFIRMATION_PHRASE: 'abc', TG_ACTIONS_IDEMPOTENCY_ENABLED: '0' });
    expect(policyIssues(weak).join()).not.toContain('abc');
  });
});
