import { nearest } from '../text/nearest.js';
import { SETTING_ROWS } from './settings.js';

const NAMES = SETTING_ROWS.map(([name]) => name);
const KNOWN: ReadonlySet<string> = new Set(NAMES);

/** A warning for each `TG_*` variable that no row knows, with the known name it is probably meant to be. */
export function unknownNames(names: readonly string[]): string[] {
  return names
    .filter((name) => name.startsWith('TG_') && !KNOWN.has(name))
    .toSorted()
    .map((name) => {
      const meant = nearest(name, NAMES);
      return `${name} is not a known setting${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
}
