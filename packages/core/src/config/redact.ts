import { SETTING_ROWS, type Settings } from './settings.js';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A client session string: a version digit and a long base64 run.
  [/\b1[A-Za-z0-9+/=_-]{200,}/g, '[session]'],
  [/(?<![\w+])\+[1-9][0-9]{7,14}\b/g, '[phone]'],
  [/\b[0-9a-f]{32}\b/gi, '[hash]'],
];

/** Secrets that came from elsewhere than the settings: a keychain, a command, a key file. */
const fetched = new Set<string>();

/** Keeps a secret that this process has fetched out of all its logs. */
export function keepOutOfLogs(secret: string): void {
  if (secret.length >= SHORTEST) fetched.add(secret);
}

/** Shorter values are words that logs need. */
const SHORTEST = 3;

/** Takes secret settings, session strings, phone numbers and api hashes out of a text that goes to a log. */
export function redact(text: string, settings: Partial<Settings>): string {
  let clean = text;
  for (const [name, row] of SETTING_ROWS) {
    const value = settings[name];
    if (row.secret === true && typeof value === 'string' && value.length >= SHORTEST)
      clean = clean.replaceAll(value, `[${name}]`);
  }
  for (const secret of fetched) clean = clean.replaceAll(secret, '[secret]');
  for (const [pattern, name] of PATTERNS) clean = clean.replace(pattern, name);
  return clean;
}
