import { describe, expect, it } from 'vitest';
import { shownDiff } from './diff.js';

describe('the change that is shown', () => {
  it('is the changed lines alone', () => {
    const shown = shownDiff('/x', 'TOKEN=s3cret-token\na\n', 'TOKEN=s3cret-token\nb\n', {
      there: [],
      ours: [],
    });
    expect(shown).toBe('--- /x\n+++ /x\n@@ -2,1 +2,1 @@\n-a\n+b');
  });

  it('hides what others wrote on the same line, and nothing of ours', () => {
    const there = { token: 'a "quoted" secret', node: '/usr/bin/node' };
    const line = JSON.stringify(there);
    const shown = shownDiff('/x', line, `${line} "/usr/bin/node" "added"`, {
      there,
      ours: { command: '/usr/bin/node', args: ['added'] },
    });
    expect(shown).toContain('-{"token":"…","node":"/usr/bin/node"}');
    expect(shown).toContain('+{"token":"…","node":"/usr/bin/node"} "/usr/bin/node" "added"');
    expect(shown).not.toContain('secret');
  });
});
