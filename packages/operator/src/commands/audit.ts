import type { Command } from 'commander';
import type { ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { auditShow, auditTail, type AuditShowOptions } from './audit-show.js';
import { auditVerify } from './audit-verify.js';

/** Adds `tgmcp audit …`. */
export function addAuditCommands(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  const audit = program.command('audit').summary('see and check the record of writes and refusals');
  audit
    .command('verify')
    .description(
      'Checks every record of the hash-chained audit log and names the first bad one (exit code 1).',
    )
    .action(async () => ended(await auditVerify(context)));
  shown(audit.command('show'), '50')
    .description('Shows the newest records, one line each; content stands in them as a hash only.')
    .action(async (options: AuditShowOptions) => ended(await auditShow(options, context)));
  shown(audit.command('tail'), '10')
    .description('Shows the newest records, then each as it is written; Ctrl-C ends it.')
    .action(async (options: AuditShowOptions) => auditTail(options, context));
}

function shown(command: Command, last: string): Command {
  return command
    .option('--last <number>', 'how many', last)
    .option('--event <event>', 'only of one kind: write, refusal, proposal, approval, grant, …')
    .option('--json', 'print each as its JSON object');
}
