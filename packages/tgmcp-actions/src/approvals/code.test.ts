import { describe, expect, it } from 'vitest';
import { codeHash, isCode, isProposalId, newCode, proposalIdOf, sameHash } from './code.js';

describe('a code', () => {
  it('is told by its form', () => {
    expect(isCode(newCode())).toBe(true);
    for (const other of [
      '',
      'AAAAAAAAAAA',
      'AAAAAAAAAAAAA',
      'AAAAAAAAAAA=',
      'AAAAAAAAAAA\n',
      'AAAA AAAAAAA',
    ]) {
      expect(isCode(other)).toBe(false);
    }
  });

  it('gives its proposal an id that a person can type, always the same and of its own', () => {
    const codes = Array.from({ length: 50 }, newCode);
    for (const code of codes) {
      expect(proposalIdOf(code)).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{12}$/);
      expect(proposalIdOf(code)).toBe(proposalIdOf(code));
      expect(isProposalId(proposalIdOf(code))).toBe(true);
    }
    expect(new Set(codes.map(proposalIdOf)).size).toBe(50);
  });

  it.each(['', '0123456789a', '0123456789abc', '0123456789ab '.slice(1), '0123456789aI', 'ILOUilouILOU'])(
    '%j is the id of no proposal',
    (text) => expect(isProposalId(text)).toBe(false),
  );
});

describe('what is stored of a code', () => {
  const code = 'AAAAAAAAAAAA';
  const hash = codeHash('1001', '0123456789ab', code);

  it('fits this code, this account and this proposal alone', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(sameHash(hash, codeHash('1001', '0123456789ab', code))).toBe(true);
    for (const other of [
      codeHash('1002', '0123456789ab', code),
      codeHash('1001', '0123456789ac', code),
      codeHash('1001', '0123456789ab', 'AAAAAAAAAAAB'),
    ]) {
      expect(sameHash(hash, other)).toBe(false);
    }
  });

  it('fits no part of itself and nothing that is no hash', () => {
    for (const other of ['', hash.slice(2), `${hash}00`, 'no hash'])
      expect(sameHash(hash, other)).toBe(false);
  });
});
