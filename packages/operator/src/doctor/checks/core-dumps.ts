import { readFileSync } from 'node:fs';
import { ok, warn, type Finding } from '../finding.js';

/** Whether a crash would write the memory of a process, the session in it included, to a file (core(5)). */
export function lookAtCoreDumps(): Finding[] {
  const soft = softLimit();
  if (soft === undefined) return [ok('this system does not tell whether core dumps are written')];
  if (soft === '0') return [ok('no core dumps are written')];
  return [
    warn(
      'core dumps are on here: a server that crashes would write the session to a file',
      'ulimit -c 0 in the shell that starts your client (LimitCORE=0 in a systemd unit)',
    ),
  ];
}

/** The limit that what is started from here inherits, as proc(5) shows it. */
function softLimit(): string | undefined {
  try {
    return /^Max core file size\s+(\S+)/mu.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
