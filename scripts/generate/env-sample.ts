import { SETTING_GROUPS } from '@tgmcp/core';

/** `.env.sample`: every setting that has an effect, commented out at its default. No remark stands on a value's line. */
export function envSample(): string {
  const parts = [
    '# Settings of tgmcp. Copy this file to .env and take the # from the lines you change.',
    '# A remark never stands behind a value: everything after = is the value.',
    '# What each means, and what it may be: docs/SETTINGS.md. This file is generated; run: make generate',
  ];
  for (const [group, rows] of Object.entries(SETTING_GROUPS)) {
    const active = Object.entries(rows).filter(([, row]) => row.effect === 'active');
    if (active.length === 0) continue;
    parts.push('', `# ---- ${group}`);
    for (const [name, row] of active) {
      parts.push('', `# ${row.about}`);
      parts.push(row.fallback === '' ? `#${name}=` : `#${name}=${row.fallback}`);
    }
  }
  return `${parts.join('\n')}\n`;
}
