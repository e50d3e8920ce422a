/** The refusals of files that are to be sent. */
import { diskTrouble, errorCode, refuse, StateError, type Refused } from '@tgmcp/core';

const MEGABYTE = 1024 * 1024;
const SHOWN = 120;

/** FILE_REFUSED. `file` as the caller named it. */
export function fileRefused(file: string, reason: string): Refused {
  return refuse('FILE_REFUSED', { data: { file: shortened(file), reason } });
}

/** FILE_REFUSED for what the disk said; throws what is no error of a disk. */
export function unreadable(file: string, error: unknown): Refused {
  const code = errorCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return fileRefused(file, 'it is not there');
  if (code === 'ELOOP') return fileRefused(file, 'it is a symbolic link');
  return fileRefused(file, diskTrouble(code));
}

/** URL_REFUSED. */
export function urlRefused(url: string, reason: string): Refused {
  return refuse('URL_REFUSED', { data: { url: shortened(url), reason } });
}

/** FILE_TOO_LARGE, by the setting of one file; `size` is undefined while more is coming. */
export function tooLarge(limit: number, size: number | undefined): Refused {
  const mb = `${limit / MEGABYTE} MB`;
  return refuse('FILE_TOO_LARGE', {
    message: `The file is larger than ${mb}.`,
    data: { ...(size === undefined ? {} : { size }), limit, setting: 'TG_ACTIONS_MAX_FILE_MB' },
  });
}

/** SPOOL_UNWRITABLE for what the disk said; throws what is no error of a disk. */
export function spoolTrouble(folder: string, error: unknown): Refused {
  if (error instanceof StateError) return spoolRefused(folder, error.message);
  const code = errorCode(error);
  if (code === undefined) throw error;
  return spoolRefused(folder, diskTrouble(code));
}

/** SPOOL_UNWRITABLE. */
export function spoolRefused(file: string, reason: string): Refused {
  return refuse('SPOOL_UNWRITABLE', { data: { file, reason } });
}

/** What is repeated in a refusal is no longer than needed to know it again. */
export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
