/** The security page promises nothing about our own work without a test that shows it. */
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../support/house.js';
import { testsNamed, titlesWith } from './promises.js';

const page = await repositoryFile('docs/SECURITY.md');
const promises = testsNamed(page);

/** What is no promise of ours, or is bounded where it is said. */
const WITHOUT_TEST = ['Which attacker that stops', 'A proxy', 'A model cannot bury'];

describe('the security page', () => {
  it.each(promises)('names a test that exists: %s "%s"', async (file, words) => {
    expect(await titlesWith(file, words)).toHaveLength(1);
  });

  it('ends every promise with the test that shows it', () => {
    const from = page.indexOf('## What stands between');
    const items = page.slice(from, page.indexOf('## Non-goals')).split('\n');
    const bold = items.filter((line) => line.startsWith('* **'));
    expect(bold.length).toBeGreaterThan(18);
    const whole = page.slice(from).split(/\n(?=\* |\n)/u);
    const bare = whole.filter((item) => item.startsWith('* **') && testsNamed(item).length === 0);
    expect(bare.filter((item) => !WITHOUT_TEST.some((words) => item.includes(words)))).toEqual([]);
  });
});
