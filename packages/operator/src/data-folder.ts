import { preparePrivateFolder, type Outcome } from '@tgmcp/core';
import { join } from 'node:path';
import type { Usable } from './usable-settings.js';

/** The data folder, made or found fit; that of a checkout is shared with git, so only what is made in it is private. */
export function prepareDataFolder(
  settings: Usable['settings'],
  project: Usable['project'],
): Promise<Outcome<string>> {
  const folder = settings.TG_DATA_DIR;
  const sharedWithGit = project.checkout && folder === join(project.project, 'data');
  return preparePrivateFolder(folder, { sharedWithGit });
}
