import { describe, expect, it } from 'vitest';
import { redact } from './redact.js';

describe('the log', () => {
  it('shows no secret setting, wherever it stands', () => {
    const settings = { TG_API_HASH: 'not-hex-hash', TG_ACTIONS_CONFIRMATION_PHRASE: 'green kettle' };
    expect(redact('hash=not-hex-hash, said "green kettle"', settings)).toBe(
      'hash=[TG_API_HASH], said "[TG_ACTIONS_CONFIRMATION_PHRASE]"',
    );
  });

  it('shows no session, phone number or api hash that it was never told', () => {
    const session = `1${'Ab0/'.repeat(80)}=`;
    const text = `session ${session} phone +4915112345678 hash 0123456789abcdef0123456789ABCDEF`;
    expect(redact(text, {})).toBe('session [session] phone [phone] hash [hash]');
  });

  it('leaves ids, numbers and words alone', () => {
    const text = 'chat -1001234567890 message 42 took 1.5 s at 2026-11-21T10:00:00Z';
    expect(redact(text, {})).toBe(text);
  });
});
