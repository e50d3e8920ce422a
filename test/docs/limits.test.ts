/** The limits page promises nothing without a test that shows it. */
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../support/house.js';
import { testsNamed, titlesWith } from './promises.js';

const page = await repositoryFile('docs/LIMITS.md');
const promises = testsNamed(page);

describe('the limits page', () => {
  it.each(promises)('names a test that exists: %s "%s"', async (file, words) => {
    expect(await titlesWith(file, words)).toHaveLength(1);
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
