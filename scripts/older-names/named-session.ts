import { join } from 'node:path';
import { WrongUsage } from './run.js';

/** The session file of a name in a folder; a relative folder begins at the project, as in the settings. */
export function namedSession(name: string, folder: string): string {
  if (!/^[\w-]+$/u.test(name)) {
    throw new WrongUsage('Name the session: --session-name NAME, letters, digits, "_" and "-" only.');
  }
  return join(folder, `${name}.session`);
}
