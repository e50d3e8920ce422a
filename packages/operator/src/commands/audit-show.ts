import { readAudit, type AuditRecord } from '@tgmcp/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { withAccounts, type AccountState } from '../accounts.js';
import { recordLine } from '../audit/record-line.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';

/** What `tgmcp audit show` and `tail` were asked for. */
export interface AuditShowOptions {
  readonly last: string;
  readonly event?: string;
  readonly json?: true;
}

const LOOK_MS = 1_000;
const BAD = 'A record above, or one that is missing, was touched after it was written: tgmcp audit verify';

/** `tgmcp audit show`: the newest records of every account here. Exit code 1 when the chain does not hold. */
export async function auditShow(options: AuditShowOptions, context: Context): Promise<ExitCode> {
  const wanted = wantedFrom(options);
  return withAccounts(context, async (accounts) => {
    let code: ExitCode = EXIT.ok;
    for (const account of accounts) {
      const { records, sound } = await readAudit(account.store);
      print(account, records.filter(wanted.fits).slice(-wanted.last), options, context, accounts.length);
      if (!sound) {
        context.console.note(`Account ${account.id}: ${BAD}`);
        code = EXIT.bad;
      }
    }
    if (accounts.length === 0)
      context.console.note('There is no audit log yet: nothing was written or refused.');
    return code;
  });
}

/** `tgmcp audit tail`: the same, and then each record as it is written, until it is stopped by Ctrl-C. */
export async function auditTail(options: AuditShowOptions, context: Context): Promise<never> {
  const wanted = wantedFrom(options);
  const seen = new Map<string, number>();
  let isFirst = true;
  for (;;) await withAccounts(context, follow);

  async function follow(
    accounts: readonly AccountState[],
    _settings: unknown,
    _clock: unknown,
    isOutdated: () => Promise<boolean>,
  ): Promise<void> {
    // Of an account that comes later, everything is new.
    if (!isFirst) for (const { id } of accounts) if (!seen.has(id)) seen.set(id, 0);
    isFirst = false;
    while (!(await isOutdated())) {
      for (const account of accounts) {
        const from = seen.get(account.id);
        const { records } = await readAudit(account.store);
        seen.set(account.id, records.at(-1)?.seq ?? 0);
        const news =
          from === undefined
            ? records.filter(wanted.fits).slice(-wanted.last)
            : records.filter((record) => record.seq > from && wanted.fits(record));
        print(account, news, options, context, accounts.length);
      }
      await sleep(LOOK_MS);
    }
  }
}

function wantedFrom({ last, event }: AuditShowOptions) {
  const count = Number(last);
  if (!Number.isInteger(count) || count < 0 || last.trim() === '') {
    throw new Stop(EXIT.usage, '--last must be a whole number.');
  }
  return {
    // slice(-0) would be all.
    last: count === 0 ? -Infinity : count,
    fits: (record: AuditRecord): boolean => event === undefined || record.event === event,
  };
}

function print(
  { id }: AccountState,
  records: readonly AuditRecord[],
  { json }: AuditShowOptions,
  { console }: Context,
  accounts: number,
): void {
  for (const record of records) {
    if (json) console.print(JSON.stringify(record));
    else console.print(`${accounts > 1 ? `${id}  ` : ''}${recordLine(record)}`);
  }
}
