/** Whether another process of this machine still lives, told apart from a later one with the same number. */
import { readFileSync } from 'node:fs';
import { errorCode } from './files/private-files.js';

/** Whether the process with this number is there, and began when it says. An empty `started` is not compared. */
export function isRunning(pid: number, started: string): boolean {
  if (!isThere(pid)) return false;
  return started === '' || processStart(pid) === started;
}

/** Clock ticks since boot at which a process began (proc(5), stat, field 22); empty where the system does not tell. */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
