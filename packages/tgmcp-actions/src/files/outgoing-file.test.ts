import { expect, it } from 'vitest';
import { filesOf } from './outgoing-file.js';

const FILE = { name: 'plan.txt', sha256: 'a0'.repeat(32), size: 1, mime: 'text/plain', kind: 'document' };

it('a file is found in the spool by the digest of its bytes, and by nothing that could lead elsewhere', () => {
  for (const kind of ['photo', 'document']) {
    expect(filesOf({ files: [{ ...FILE, kind }] })).toEqual([{ ...FILE, kind }]);
  }
  for (const sha256 of [`../${FILE.sha256}`, `${FILE.sha256}/../x`, FILE.sha256.toUpperCase(), 'a', '']) {
    expect(filesOf({ files: [{ ...FILE, sha256 }] })).toEqual([]);
  }
});
