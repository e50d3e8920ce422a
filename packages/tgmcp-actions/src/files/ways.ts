/** Ways from a file root to a file, read as the system reads them; nothing is opened or looked up for it. */
import { namePartProblem, pathProblem, pathRules, wayWithin, type Platform } from '@tgmcp/core';
import { isSecretName } from './secret-names.js';

/** Why a path is refused before anything is looked up; undefined where it may be looked for. */
export function askedProblem(asked: string, platform: Platform = process.platform): string | undefined {
  if (asked.includes('\0')) return 'it is no path';
  if (asked.split(/[\\/]/).includes('..')) return 'it has ".." in it';
  return pathProblem(asked, platform);
}

/** The way from a root to a path, which may name the root as it is written or as it really is; undefined from elsewhere. */
export function wayFrom(
  root: string,
  real: string,
  asked: string,
  platform: Platform = process.platform,
): string | undefined {
  const { isAbsolute, normalize } = pathRules(platform);
  const path = normalize(asked);
  if (!isAbsolute(path)) return path;
  const way = wayWithin(path, root, platform) ?? wayWithin(path, real, platform);
  return way === '' ? undefined : way;
}

/** Why no file is sent by such a way, whatever lies there. */
export function wayProblem(way: string, platform: Platform = process.platform): string | undefined {
  for (const part of way.split(pathRules(platform).sep)) {
    const problem = namePartProblem(part, platform);
    if (problem !== undefined) return problem;
    if (isSecretName(part)) return 'files of this name are never sent';
  }
  return undefined;
}

/** Folders that hold no files but what the system itself shows as such. */
export function systemFolders(platform: Platform = process.platform): readonly string[] {
  if (platform === 'win32') return [];
  // Volumes of macOS give every file a second path by its number.
  return platform === 'darwin' ? ['/dev', '/.vol'] : ['/proc', '/sys', '/dev'];
}
