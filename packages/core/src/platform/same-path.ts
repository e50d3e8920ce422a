/** Comparing paths as the system's disks do. */
import { foldsNames, pathRules, type Platform } from './platform.js';

/**
 * A path in the one form that all its spellings share. APFS and NTFS keep names as they were written and find them by any
 * case; APFS and HFS+ also by any composition of accents. Folding more than a disk does only ever refuses more.
 */
export function foldedPath(path: string, platform: Platform = process.platform): string {
  if (!foldsNames(platform)) return path;
  const slashes = platform === 'win32' ? path.replaceAll('/', '\\') : path;
  // Both ways: some letters have their twin only in one, as the long s.
  return slashes.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}

/** Whether two absolute paths are spellings of one. */
export function isSamePath(one: string, other: string, platform: Platform = process.platform): boolean {
  return foldedPath(one, platform) === foldedPath(other, platform);
}

/** Whether a path is a folder itself or lies below it; both absolute and without links. */
export function isWithin(path: string, folder: string, platform: Platform = process.platform): boolean {
  return wayWithin(path, folder, platform) !== undefined;
}

/** The way from a folder to a path below it, as it is spelled there; empty for the folder itself, undefined from elsewhere. */
export function wayWithin(
  path: string,
  folder: string,
  platform: Platform = process.platform,
): string | undefined {
  const { isAbsolute, relative, sep, resolve } = pathRules(platform);
  const exact = relative(folder, path);
  const isBelow = exact !== '..' && !exact.startsWith(`..${sep}`) && !isAbsolute(exact);
  if (isBelow) return exact;
  if (!foldsNames(platform)) return undefined;
  const parts = resolve(folder).split(sep).filter(Boolean);
  const ours = resolve(path).split(sep).filter(Boolean);
  const leads = parts.every((part, at) => isSamePath(part, ours[at] ?? '', platform));
  return leads ? ours.slice(parts.length).join(sep) : undefined;
}
