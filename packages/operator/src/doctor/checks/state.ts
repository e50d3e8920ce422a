import type { StateFault } from '@tgmcp/core';
import { isHarmless, meaningOf } from '../../state/meaning.js';
import { bad, ok, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** What is remembered: whole, private, and nothing left over. */
export function lookAtState({ inspected }: Patient): Finding[] {
  const findings = inspected.flatMap(({ label, report }) => report.faults.map((one) => about(label, one)));
  if (findings.length > 0) return findings;
  return [
    ok(inspected.length === 0 ? 'nothing is remembered yet' : 'everything that is remembered is whole'),
  ];
}

function about(label: string, fault: StateFault): Finding {
  const { name, path, what, reason, fix, previous } = fault;
  if (what === 'left over') return warn(`${path}: ${reason}`, 'tgmcp state repair');
  if (fix !== undefined)
    return bad(`${path}: ${reason.replace(`${path} cannot be used: `, '')}. Who may have used it?`, fix);
  const document = `${label}/${name}`;
  if (isHarmless(name))
    return bad(`${document} is damaged: ${reason}. It is learnt again`, 'tgmcp state repair');
  const how = previous === undefined ? '--forget' : '--previous';
  const cost = previous === undefined ? meaningOf(name) : 'its last change is lost';
  return bad(
    `${document} is damaged: ${reason}. End the servers first; with this command ${cost} ("tgmcp state check" shows every way)`,
    `tgmcp state repair ${how} ${document}`,
  );
}
