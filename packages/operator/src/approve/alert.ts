import type { Platform } from '@tgmcp/core';
import { execFile } from 'node:child_process';
import type { Console } from '../console/console.js';
import type { Alert } from './watch.js';

const BELL = '\u0007';
const TITLE = 'tgmcp';

/** Rings the bell of the terminal, and shows a notification of the desktop where it has a way to and that is wanted. */
export function alertBy(console: Pick<Console, 'ring'>, onDesktop: boolean): Alert {
  return (waiting) => {
    console.ring(BELL);
    if (onDesktop) notify(waiting);
  };
}

// Our words only: what an agent wrote has no place on a lock screen.
function notify(waiting: number): void {
  const text =
    waiting === 1
      ? 'A proposal waits for you: tgmcp approve'
      : `${waiting} proposals wait for you: tgmcp approve`;
  const command = notifier(text);
  if (command === undefined) return;
  // A desktop that has none, or no desktop at all, is no fault: the bell has rung.
  execFile(command.program, command.args, { timeout: 5_000 }, () => undefined);
}

/** The command that shows a notification; undefined on Windows, which has none without scripts that policies forbid. */
export function notifier(
  text: string,
  platform: Platform = process.platform,
): { readonly program: string; readonly args: string[] } | undefined {
  if (platform === 'win32') return undefined;
  return platform === 'darwin'
    ? { program: 'osascript', args: ['-e', `display notification "${text}" with title "${TITLE}"`] }
    : { program: 'notify-send', args: ['--app-name', TITLE, TITLE, text] };
}
