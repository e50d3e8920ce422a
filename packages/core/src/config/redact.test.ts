import { describe, expect, it } from 'vitest';
import { keepOutOfLogs, redact } from './redact.js';

describe('the log', () => {
  it('shows no secret setting, wherever it stands', () => {
    const settings = { TG_API_HASH: 'not-hex-hash', TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle' };
    expect(redact('hash=not-hex-hash, said "green kettle", and not-hex-hash', settings)).toBe(
      'hash=[TG_API_HASH], said "[TG_ACTIONS_CONFIRMATION_PHRASE]", and [TG_API_HASH]',
    );
  });

  it('shows what is no secret, and words that are too short to be one', () => {
    const settings = { TG_EXPECTED_USERNAME: 'mia', TG_ACTIONS_CONFIRMATION_PHRASE: 'ok' };
    expect(redact('mia is ok', settings)).toBe('mia is ok');
    expect(redact('mia is ok', { TG_ACTIONS_CONFIRMATION_PHRASE: 'mia' })).toBe(
      '[TG_ACTIONS_CONFIRMATION_PHRASE] is ok',
    );
  });

  it('shows no secret that was fetched from elsewhere', () => {
    keepOutOfLogs('fetched-from-a-keychain');
    keepOutOfLogs('qz');
    keepOutOfLogs('qzx');
    expect(redact('fetched-from-a-keychain, qz and qzx, fetched-from-a-keychain', {})).toBe(
      '[secret], qz and [secret], [secret]',
    );
  });

  it('shows no session, phone number or api hash that it was never told', () => {
    const session = `1${'Ab0/'.repeat(80)}=`;
    const text = `session ${session} phone +4915112345678 hash 0123456789abcdef0123456789ABCDEF`;
    const hidden = 'session [session] phone [phone] hash [hash]';
    expect(redact(text, {})).toBe(hidden);
    expect(redact(`${text} ${text}`, {})).toBe(`${hidden} ${hidden}`);
  });

  it.each([
    [`1${'A'.repeat(200)}`, '[session]'],
    [`1${'-_=+/'.repeat(40)}`, '[session]'],
    [`1${'A'.repeat(199)}`, undefined],
    [`2${'A'.repeat(200)}`, undefined],
    [`x1${'A'.repeat(200)}`, undefined],
    ['+12345678', '[phone]'],
    ['+123456789012345', '[phone]'],
    ['(+4915112345678)', '([phone])'],
    ['+1234567', undefined],
    ['+1234567890123456', undefined],
    ['+0234567890', undefined],
    ['x+4915112345678', undefined],
    ['++4915112345678', undefined],
    ['+4915112345678x', undefined],
    ['0'.repeat(32), '[hash]'],
    ['f'.repeat(31), undefined],
    ['f'.repeat(33), undefined],
    ['g'.repeat(32), undefined],
    [`_${'f'.repeat(32)}`, undefined],
  ])('%s is %s', (text, hidden) => {
    expect(redact(text, {})).toBe(hidden ?? text);
  });

  it('leaves ids, numbers and words alone', () => {
    const text = 'chat -1001234567890 message 42 took 1.5 s at 2026-11-21T10:00:00Z';
    expect(redact(text, {})).toBe(text);
  });
});
