import { diskTrouble, errorCode, refuse, StateError, type Refused } from '@tgmcp/core';

/** INBOX_UNWRITABLE. */
export function inboxTrouble(file: string, reason: string): Refused {
  return refuse('INBOX_UNWRITABLE', { data: { file, reason } });
}

/** What an error of the disk means for a file in the inbox; throws what is none. */
export function inboxRefusal(file: string, error: unknown): Refused {
  if (error instanceof StateError) return inboxTrouble(file, error.message);
  const code = errorCode(error);
  if (code === undefined) throw error;
  return inboxTrouble(
    file,
    code === 'ELOOP' ? 'a symbolic link stands where the file must be' : diskTrouble(code),
  );
}

/** Whether the disk has no room left. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '');
}
