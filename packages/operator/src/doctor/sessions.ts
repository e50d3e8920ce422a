import type { Outcome } from '@tgmcp/core';
import type { SessionFile } from '@tgmcp/core/login';
import { sessionPath } from '@tgmcp/core';
import { existsSync, realpathSync } from 'node:fs';
import { PROFILES, vaultOf, type Profile } from '../commands/session/places.js';
import type { Patient } from './patient.js';

/** The session file of a server, opened as the server would. */
export interface SessionFound {
  readonly profile: Profile;
  readonly file: string;
  readonly there: boolean;
  /** What it holds; undefined where there is no file. */
  readonly read: Outcome<SessionFile | undefined>;
}

/** A session that can be used. */
export interface UsableSession {
  readonly profile: Profile;
  readonly session: SessionFile;
}

/** The sessions of both servers. */
export async function sessionsOf({ settings }: Patient): Promise<SessionFound[]> {
  const found: SessionFound[] = [];
  for (const profile of PROFILES) {
    const file = sessionPath(settings, profile);
    const read = await vaultOf(settings).read(file, profile);
    found.push({ profile, file, there: existsSync(file), read });
  }
  return found;
}

/** Those that can be used. */
export async function usableSessions(patient: Patient): Promise<UsableSession[]> {
  const found = await sessionsOf(patient);
  return found.flatMap(({ profile, read }) =>
    read.ok && read.value !== undefined ? [{ profile, session: read.value }] : [],
  );
}

/** Whether two paths name one file, by whatever way. */
export function isSameFile(one: string, other: string): boolean {
  return real(one) === real(other);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The command that logs a server in. */
export function loginCommand(profile: Profile, options = ''): string {
  return `tgmcp login${profile === 'actions' ? ' --profile actions' : ''}${options}`;
}
