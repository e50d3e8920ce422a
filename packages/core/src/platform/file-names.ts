/** Names that do not mean what they show on some system: devices, streams, short names. */
import { pathRules, type Platform } from './platform.js';

// learn.microsoft.com, "Naming Files, Paths, and Namespaces"; an ending does not make a file of them.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i;
const SHORT = /^[^.~ ]{1,6}~\d{1,6}(?:\.[^.]{0,3})?$/;

/** Why one part of a path is no plain name of a file or folder on a system; undefined where it is one. */
export function namePartProblem(part: string, platform: Platform = process.platform): string | undefined {
  if (platform !== 'win32' || part === '.' || part === '..') return undefined;
  if (part.includes(':')) return 'a ":" in it leads to a stream or another drive';
  if (DEVICE.test(part)) return 'it has the name of a device';
  if (/[. ]$/.test(part)) return 'Windows drops the dot or space at its end';
  return undefined;
}

/** Why a path leads past the file system, or to another machine; undefined where it does not. */
export function pathProblem(path: string, platform: Platform = process.platform): string | undefined {
  if (platform !== 'win32') return undefined;
  const plain = path.replaceAll('/', '\\');
  if (/^\\\\[?.](?:\\|$)|^\\\?\?\\/.test(plain)) return 'device paths are not used';
  if (plain.startsWith('\\\\')) return 'it lies on a network share';
  return undefined;
}

/**
 * Whether a part has the form of the short name that FAT and NTFS keep beside a long one (`ENV~1` for `.env`): what it
 * means only the listing of its folder tells.
 */
export function looksShort(part: string): boolean {
  return SHORT.test(part);
}

/** Whether a settings file is named that means "none": /dev/null, and NUL on Windows. */
export function isNoFile(file: string, platform: Platform = process.platform): boolean {
  return file === '/dev/null' || (platform === 'win32' && /^nul$/i.test(pathRules(platform).basename(file)));
}
