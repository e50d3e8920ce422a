import { describe, expect, it } from 'vitest';
import { fitsPhraseHash, hashPhrase, isPhraseHash, isWholePhraseHash } from './phrase-hash.js';

describe('a hashed phrase', () => {
  it('fits its phrase without regard to case and space around, and no other', () => {
    const hash = hashPhrase('Violet Harbour Seven');
    expect(hash).not.toContain('iolet');
    expect(hashPhrase('Violet Harbour Seven')).not.toBe(hash);
    expect(isPhraseHash(hash) && isWholePhraseHash(hash)).toBe(true);
    expect(fitsPhraseHash(hash, ' violet harbour SEVEN\n')).toBe(true);
    for (const wrong of ['', 'violet harbour', 'violet harbour sevens', hash]) {
      expect(fitsPhraseHash(hash, wrong)).toBe(false);
    }
  });

  it('that is damaged fits nothing, not even itself', () => {
    const hash = hashPhrase('violet harbour seven');
    for (const damaged of [hash.slice(0, -1), hash.replace('32768', '2'), 'scrypt:', `${hash}00`]) {
      expect(isPhraseHash(damaged)).toBe(true);
      expect(isWholePhraseHash(damaged)).toBe(false);
      for (const given of ['violet harbour seven', damaged, '']) {
        expect(fitsPhraseHash(damaged, given)).toBe(false);
      }
    }
  });
});
