/** Words of commands that a person copies into a shell. */
import type { Platform } from './platform.js';

/** A word as the shell takes it: as it is where nothing in it means something to a shell, else in quotes. */
export function shellWord(text: string, platform: Platform = process.platform): string {
  const plain = platform === 'win32' ? /^[\w/.:=+\\-]+$/ : /^[\w/.,:=@%+-]+$/;
  return plain.test(text) ? text : shellQuoted(text, platform);
}

/** A word in single quotes, for a POSIX shell, or PowerShell on Windows. */
export function shellQuoted(text: string, platform: Platform = process.platform): string {
  return platform === 'win32'
    ? `'${text.replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
