import { sessionPath, type Settings } from '@tgmcp/core';
import {
  copiesOf,
  createSessionKeys,
  createSessionVault,
  halvesOf,
  runtimeFolder,
  sessionFileOf,
  sessionNames,
  type SessionVault,
} from '@tgmcp/core/login';
import { dirname } from 'node:path';

/** A server whose session a command is about. */
export type Profile = 'read' | 'actions';

export const PROFILES: readonly Profile[] = ['read', 'actions'];

/** A session file, and which server uses it; neither for a spare one of the sessions folder. */
export interface Place {
  readonly file: string;
  readonly profile: Profile | undefined;
}

/** The session files of both servers, and the others of the sessions folder. */
export async function places(settings: Settings): Promise<Place[]> {
  const used: Place[] = PROFILES.map((profile) => ({ file: sessionPath(settings, profile), profile }));
  const names = await sessionNames(settings.TG_SESSIONS_DIR);
  const spare = names
    .flatMap((name) => sessionFileOf(settings.TG_SESSIONS_DIR, name) ?? [])
    .filter((file) => !used.some((place) => place.file === file))
    .map((file) => ({ file, profile: undefined }));
  return [...used, ...spare];
}

/** A vault with the configured key; `plain`: one that knows only sessions that are not encrypted. */
export function vaultOf(settings: Settings, how: 'configured' | 'plain' = 'configured'): SessionVault {
  const provider = how === 'plain' ? '' : settings.TG_SESSION_KEY_PROVIDER;
  return createSessionVault(createSessionKeys({ ...settings, TG_SESSION_KEY_PROVIDER: provider }));
}

/** The folders in which sessions and copies of them are written. */
export function sessionFolders(settings: Settings): readonly string[] {
  const folders = PROFILES.flatMap((profile) => [
    runtimeFolder(settings, profile),
    dirname(sessionPath(settings, profile)),
  ]);
  return [...new Set([...folders, settings.TG_SESSIONS_DIR])];
}

/** The copies that reading and writing servers keep of a session file, and what killed programs wrote of it. */
export async function allCopies(settings: Settings, file: string): Promise<string[]> {
  const copies = PROFILES.map((profile) => copiesOf(runtimeFolder(settings, profile), file));
  const found = await Promise.all([...copies, halvesOf(file)]);
  return [...new Set(found.flat())];
}
