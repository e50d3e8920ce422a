/** The limits page promises nothing without a test that shows it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile, root } from '../support/house.js';

const page = await repositoryFile('docs/LIMITS.md');
const PROMISE = /\[`([\w./-]+\.test\.ts)` "([^"]+)"\]/gu;
const promises = [...page.matchAll(PROMISE)].map(([, file, words]) => [file ?? '', words ?? ''] as const);

describe('the limits page', () => {
  it.each(promises)('names a test that exists: %s "%s"', async (file, words) => {
    expect(existsSync(join(root, file))).toBe(true);
    const source = await repositoryFile(file);
    const title = new RegExp(`['"\`][^'"\`\\n]*${words.replaceAll(/[$()*+.?[\]^{|}]/g, '\\$&')}`, 'gu');
    expect(source.match(title)).toHaveLength(1);
  });

  it('ends every item of a list with the test that shows it', () => {
    const items = page.split('\n').filter((line) => line.startsWith('* '));
    expect(items.length).toBeGreaterThan(20);
    expect(items.filter((item) => !item.trimEnd().endsWith(']'))).toEqual([]);
  });

  it('says the defaults that the settings have', async () => {
    const settings = await repositoryFile('docs/SETTINGS.md');
    const rows = [...page.matchAll(/^\| `(MAX_[A-Z_]+)` \| (\d+) \|/gmu)];
    expect(rows).toHaveLength(5);
    for (const [, name, value] of rows) expect(settings).toContain(`| \`${name}\` | \`${value}\` |`);
    for (const [, name, value] of page.matchAll(/`((?:TG_|RATE_)[A-Z_]+)` \((\d+)\)/gu)) {
      expect(settings).toContain(`| \`${name}\` | \`${value}\` |`);
    }
  });
});
