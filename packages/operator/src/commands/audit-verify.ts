import { verifyAudit, type AuditFault, type AuditVerdict } from '@tgmcp/core';
import { withAccounts } from '../accounts.js';
import { EXIT, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';

const MEANING: Record<AuditFault, string> = {
  edited: 'it was changed after it was written',
  dropped: 'a record before it is missing',
  reordered: 'it does not stand where it was written',
  truncated: 'the log was cut before it',
  'appended from outside': 'it was not written by tgmcp',
};

/** `tgmcp audit verify`: checks the log of every account here and names the first bad record of each. */
export async function auditVerify(context: Context): Promise<ExitCode> {
  const { console } = context;
  return withAccounts(context, async (accounts) => {
    if (accounts.length === 0) console.print('There is no audit log yet: nothing was written or refused.');
    let code: ExitCode = EXIT.ok;
    for (const { id, store } of accounts) {
      const verdict = await verifyAudit(store);
      console.print(`Account ${id}: ${describe(verdict)}`);
      if (!verdict.ok) code = EXIT.bad;
    }
    return code;
  });
}

function describe(verdict: AuditVerdict): string {
  if (verdict.ok) return `${verdict.records} records, an unbroken chain from the first to the newest.`;
  return `BAD at record ${verdict.seq} (line ${verdict.line}): ${MEANING[verdict.reason]}. See docs/OPERATIONS.md, "Incidents".`;
}
