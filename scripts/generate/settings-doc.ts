import { SETTING_GROUPS, type SettingRow } from '@tgmcp/core';

/** `docs/SETTINGS.md`, from the settings table. */
export function settingsDoc(): string {
  const parts = [
    '# Settings',
    '',
    'Environment variables, or lines of a `.env` file (`TG_ENV_FILE` names another). A variable of the process wins over',
    'the file. A value that cannot be read stops the start, and all such values are named at once. Relative paths begin',
    'at the project folder, `<data>` is the data folder. Changes need a restart of the servers.',
    '',
    'Settings under "no effect in this version" are known, so that the settings file of an older system keeps working.',
  ];
  for (const [group, rows] of Object.entries<Record<string, SettingRow<unknown>>>(SETTING_GROUPS)) {
    const active = Object.entries(rows).filter(([, row]) => row.effect === 'active');
    if (active.length > 0) parts.push('', `## ${group}`, '', ...table(active));
  }
  const accepted = Object.values<Record<string, SettingRow<unknown>>>(SETTING_GROUPS)
    .flatMap((rows) => Object.entries(rows))
    .filter(([, row]) => row.effect === 'accepted');
  parts.push('', '## No effect in this version', '', ...table(accepted));
  return `${parts.join('\n')}\n`;
}

function table(rows: [string, SettingRow<unknown>][]): string[] {
  return [
    '| name | default | what it is for | allowed | read by |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(([name, row]) => {
      const fallback = row.fallback === '' ? '' : `\`${row.fallback}\``;
      const secret = row.secret ? ' Secret.' : '';
      return `| \`${name}\` | ${fallback} | ${row.about}${secret} | ${row.allowed} | ${row.servers.join(', ')} |`;
    }),
  ];
}
