/** Whether another process of this machine still lives, told apart from a later one with the same number. */
import { readFileSync } from 'node:fs';
import type { Platform } from '../platform/platform.js';
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

/** Whether the process that started this one is gone. Windows goes on naming its number; other systems name another parent. */
export function isOrphan(
  parent: number,
  platform: Platform = process.platform,
  parentNow: number = process.ppid,
): boolean {
  return platform === 'win32' ? !isThere(parent) : parentNow !== parent;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
