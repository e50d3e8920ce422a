import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTING_GROUPS, SETTING_ROWS, SETTINGS } from './settings.js';

const DOC = readFileSync(new URL('../../../../docs/SETTINGS.md', import.meta.url), 'utf8');

/** The rows of the documentation by name, each with the heading that it stands under. */
const documented = new Map(
  DOC.split('\n## ').flatMap((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return lines
      .filter((line) => line.startsWith('| `'))
      .map((line): [string, string[]] => {
        const cells = line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$|`/g, '').trim());
        return [cells[0] ?? '', [heading, ...cells.slice(1)]];
      });
  }),
);

describe('the settings table', () => {
  it('has the rows that are documented and no other, in the groups that it shows', () => {
    const grouped = Object.values(SETTING_GROUPS).flatMap((rows) => Object.keys(rows));
    expect(Object.keys(SETTINGS)).toEqual(grouped);
    expect(SETTING_ROWS.map(([name]) => name)).toEqual(grouped);
    expect([...documented.keys()].toSorted()).toEqual(grouped.toSorted());
  });

  const groups = Object.entries(SETTING_GROUPS).flatMap(([group, rows]) =>
    Object.entries(rows).map(([name, row]) => ({ group, name, row })),
  );

  it.each(groups)(
    'means by $name what is documented, and lets it be read where that says',
    ({ group, name, row }) => {
      const plain = (text: string): string => text.replaceAll('`', '');
      const about = row.secret === true ? `${row.about} Secret.` : row.about;
      expect(documented.get(name)).toEqual([
        row.effect === 'active' ? group : 'No effect in this version',
        row.fallback,
        plain(about),
        plain(row.allowed),
        row.servers.join(', '),
      ]);
    },
  );
});
