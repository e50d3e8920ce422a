import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { preparePrivateFolder } from '../config/data-folder.js';
import type { Project } from '../config/project.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome } from '../errors/outcome.js';
import { claimPlace } from '../state/place/place.js';
import { refuseState } from '../state/refuse-state.js';

/**
 * Makes the data folder and its state folder fit for use, and takes them for this host; the state folder. Refused with
 * STATE_UNSAFE_MODE, STATE_UNWRITABLE, STATE_SHARED or STATE_CORRUPT.
 */
export async function prepareState(options: {
  readonly settings: Settings;
  readonly project: Project;
  readonly clock: Clock;
  readonly warn: (text: string) => void;
}): Promise<Outcome<string>> {
  const { settings, project, clock, warn } = options;
  const data = settings.TG_DATA_DIR;
  const state = join(data, 'state');
  // The data folder of a checkout is shared with git, so only what is made in it is private.
  const sharedWithGit = project.checkout && data === join(project.project, 'data');
  for (const folder of [data, state]) {
    const prepared = await preparePrivateFolder(folder, { sharedWithGit: sharedWithGit && folder === data });
    if (!prepared.ok) return prepared;
  }
  try {
    const reasons = claimPlace(state, clock, settings.TG_DATA_DIR_FORCE);
    for (const reason of reasons) warn(`TG_DATA_DIR_FORCE uses ${state} although ${reason}`);
    return done(state);
  } catch (error) {
    return refuseState(error);
  }
}
