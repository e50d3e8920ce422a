import { describe, expect, it } from 'vitest';
import { keyOfName, nameOfKey } from './key-names.js';

describe('the file name of a key', () => {
  const names: Record<string, string> = {
    'abc-xyz-09': 'abc-xyz-09',
    '-1001234567890': '-1001234567890',
    a_b: 'a_5fb',
    Ab: '_41b',
    '../..': '_2e_2e_2f_2e_2e',
    'a\nb': 'a_0ab',
    'a`{/:': 'a_60_7b_2f_3a',
    ключ: '_d0_ba_d0_bb_d1_8e_d1_87',
    '🔑': '_f0_9f_94_91',
  };
  for (const [key, name] of Object.entries(names)) {
    it(`says all of ${JSON.stringify(key)}`, () => {
      expect(nameOfKey(key)).toBe(name);
      expect(keyOfName(name)).toBe(key);
    });
  }

  it('is a digest from the length on that no file system takes', () => {
    const longest = 'x'.repeat(120);
    expect(nameOfKey(longest)).toBe(longest);
    const hashed = nameOfKey(`${longest}x`);
    expect(hashed).toMatch(/^__[0-9a-f]{64}$/);
    expect(nameOfKey(`${longest}y`)).not.toBe(hashed);
    expect(keyOfName(hashed)).toBeUndefined();
  });

  it('is not made for no key', () => {
    expect(() => nameOfKey('')).toThrow('a document needs a key');
  });
});
