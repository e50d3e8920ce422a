import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Settings } from './settings.js';

/** The absolute path of the session file that a server uses, or that `tgmcp login --profile` writes. */
export function sessionPath(settings: Settings, profile: 'read' | 'actions'): string {
  if (settings.TG_SESSION_PATH !== '') return settings.TG_SESSION_PATH;
  const declared = profile === 'read' ? settings.TG_READ_SESSION_PATH : settings.TG_ACTIONS_SESSION_PATH;
  return declared === '' ? join(settings.SESSION_DIR, `${profile}.session`) : declared;
}

/** A path without the links on its way; its last part may be missing. */
export function realPath(file: string): string {
  try {
    return join(realpathSync(dirname(file)), basename(file));
  } catch {
    return file;
  }
}
