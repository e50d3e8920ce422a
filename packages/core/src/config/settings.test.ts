import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadSettings } from './load.js';
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
      expect(['active', 'accepted']).toContain(row.effect);
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

describe('a setting of a stated shape', () => {
  it.each([
    [
      'TG_API_HASH',
      ['abcDEF12', '0'.repeat(64)],
      ['abcDEF1', '0'.repeat(65), 'abc DEF12', '-abcDEF12', 'abcDEF12-'],
    ],
    [
      'TG_EXPECTED_USERNAME',
      ['@mia_1', 'Mia1', 'a'.repeat(32)],
      ['mia', '1mia', '@@mia', 'x@mia1', 'mia-1', 'a'.repeat(33)],
    ],
    ['TG_EXPECTED_USER_ID', ['1', '1234567890123456789'], ['0', '01', 'x1', '1x', '-1', '1'.repeat(20)]],
    ['TG_DEVICE_MODEL', ['My laptop ~ 2', 'x'.repeat(64)], ['é', 'xé', 'éx', 'x\ty', 'x'.repeat(65)]],
    ['TG_READ_ALLOWED_CHATS', ['@mia_1', 'me', '-1001234567890,folder:Work'], ['!!', 'me,!!']],
    ['TG_READ_BLOCKED_CHATS', ['@mia_1', 'me'], ['!!', 'me,!!']],
    [
      'TG_READ_TOOLSETS',
      ['core', 'core,messages,search,people,media,export,raw,sessions'],
      ['all', 'core,!!'],
    ],
    ['TG_MCP_SERVER_NAME', ['a-B_1.c', 'x'.repeat(64)], ['a b', '!a', 'a!', 'x'.repeat(65)]],
  ] as const)('%s', (name, good, bad) => {
    const accepts = (value: string): boolean =>
      loadSettings('read', { TG_ENV_FILE: '/dev/null', [name]: value }).ok;
    expect(good.filter((value) => !accepts(value))).toEqual([]);
    expect(bad.filter((value) => accepts(value))).toEqual([]);
  });
});
