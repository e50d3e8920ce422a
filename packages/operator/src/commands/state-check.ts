import { systemClock, type StateFault } from '@tgmcp/core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { isHarmless, meaningOf } from '../state/meaning.js';
import { inspectAll, inspectPlace } from '../state/roots.js';
import { usableSettings } from '../usable-settings.js';

/** `tgmcp state check`: looks through all state, changes nothing, and says of each fault what to run next. */
export function stateCheck(context: Context): ExitCode {
  const { console } = context;
  const state = join(usableSettings(context).settings.TG_DATA_DIR, 'state');
  if (!existsSync(state)) {
    console.print(`There is no state yet in ${state}.`);
    return EXIT.ok;
  }
  let code: ExitCode = EXIT.ok;
  for (const { reason, run } of inspectPlace(state, systemClock())) {
    code = EXIT.bad;
    console.print(`BAD  ${state}: ${reason}.\n     Next: ${run}`);
  }
  for (const { label, report } of inspectAll(state)) {
    const { documents, logs, faults } = report;
    if (faults.length === 0)
      console.print(`ok   ${label}: ${documents} documents and ${logs} logs, all whole.`);
    else code = EXIT.bad;
    for (const fault of faults) console.print(describe(label, fault));
  }
  return code;
}

/** A fault in plain words, with the exact next command. */
export function describe(label: string, fault: StateFault): string {
  const { name, path, what, reason, fix, previous } = fault;
  if (what === 'left over') return `old  ${path}: ${reason}.\n     Next: tgmcp state repair`;
  if (fix !== undefined) {
    return `BAD  ${path}: ${reason.replace(`${path} cannot be used: `, '')}. Who may have used it?\n     Next: ${fix}`;
  }
  const document = `${label}/${name}`;
  if (isHarmless(name)) {
    return `BAD  ${document} is damaged: ${reason}. It is learnt again.\n     Next: tgmcp state repair`;
  }
  return [
    `BAD  ${document} is damaged: ${reason}.`,
    '     Whatever depends on it is refused. End the servers, find out why, and put a good copy back if you have one. Else:',
    ...(previous === undefined
      ? []
      : [`     to lose its last change:   tgmcp state repair --previous ${document}`]),
    `     to forget all of it:       tgmcp state repair --forget ${document}`,
    `     Forgetting means: ${meaningOf(name)}.`,
  ].join('\n');
}
