import { describe, expect, it } from 'vitest';
import { loadSettings, type Environment } from './load.js';
import { policyBlocks, policyIssues } from './policy-issues.js';
import type { Settings } from './settings.js';

const SAFE: Environment = {
  TG_ENV_FILE: '/dev/null',
  TG_ACTIONS_ALLOWED_GROUPS: '-1001234567890',
  TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle 9',
};

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

  it('is overridden by TG_ACTIONS_UNSAFE_OVERRIDE alone', () => {
    const overridden = settings({ TG_ACTIONS_IDEMPOTENCY_ENABLED: '0', TG_ACTIONS_UNSAFE_OVERRIDE: '1' });
    expect(policyIssues(overridden)).toHaveLength(1);
    expect(policyBlocks(overridden)).toBe(false);
  });

  it('never repeats the phrase', () => {
    const weak = settings({ TG_ACTIONS_CONFIRMATION_PHRASE: 'abc', TG_ACTIONS_IDEMPOTENCY_ENABLED: '0' });
    expect(policyIssues(weak).join()).not.toContain('abc');
  });
});
