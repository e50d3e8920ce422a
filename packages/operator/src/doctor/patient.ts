import {
  createFileStore,
  findProject,
  settingsFile,
  systemClock,
  type Clock,
  type Project,
  type Settings,
  type StateStore,
} from '@tgmcp/core';
import { join } from 'node:path';
import { inspectAll, type Inspected } from '../state/roots.js';

/** What can be looked at before any setting is known to be usable. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly project: Project;
  /** The settings file, whether or not it is there. */
  readonly file: string;
  readonly clock: Clock;
}

/** An installation with settings that can be used. */
export interface Patient extends Surroundings {
  readonly settings: Settings;
  readonly state: string;
  /** Every folder of state, looked through. */
  readonly inspected: readonly Inspected[];
  /** Whether Telegram may be asked. */
  readonly online: boolean;
  /** The state of an account, to read; undefined where there is none, or none that is whole. */
  stateOf(account: string): StateStore | undefined;
}

/** Where this command runs. */
export function surroundings(env: NodeJS.ProcessEnv): Surroundings {
  const project = findProject(env);
  return { env, project, file: settingsFile(env, project).file, clock: systemClock() };
}

/** The installation these settings describe. */
export function patientOf(around: Surroundings, settings: Settings, online: boolean): Patient {
  const state = join(settings.TG_DATA_DIR, 'state');
  const inspected = lookedThrough(state);
  return {
    ...around,
    settings,
    state,
    inspected,
    online,
    stateOf(account) {
      const found = inspected.find(({ label }) => label === account);
      // Reading a damaged document sets its bytes aside; a doctor only looks.
      const whole = found?.report.faults.every(({ what }) => what === 'left over') ?? false;
      return whole && found !== undefined
        ? createFileStore({ root: found.folder, clock: around.clock })
        : undefined;
    },
  };
}

/** The accounts that have state here. */
export function accountsOf({ inspected }: Patient): string[] {
  return inspected.map(({ label }) => label).filter((label) => !label.startsWith('logins/'));
}

/** A folder that cannot be read at all is for the check of the data folder to tell. */
function lookedThrough(state: string): Inspected[] {
  try {
    return inspectAll(state);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
