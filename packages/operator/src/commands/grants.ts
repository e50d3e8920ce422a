import type { Command } from 'commander';
import { openGrantDesk, type HeldGrant } from 'tgmcp-actions/approvals';
import { withAccounts } from '../accounts.js';
import { oneLine } from '../approve/one-line.js';
import { standingOf } from '../approve/standing.js';
import { EXIT, Stop } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** Adds `tgmcp grants …`. */
export function addGrantsCommands(program: Command, context: Context): void {
  const grants = program.command('grants').summary('what agents have leave for, and its end');
  grants
    .command('list')
    .description(
      'Shows what can still lead to a write: proposals that wait or were approved and not used yet, batches and write lanes.',
    )
    .option('--all', 'also what is over')
    .option('--json', 'print a JSON list')
    .action(async (options: GrantsListOptions) => grantsList(options, context));
  grants
    .command('revoke [id]')
    .description(
      'Ends a proposal, a batch or a write lane at once, used or not, and every code of the same content. Needs no phrase; what is in flight ends by itself.',
    )
    .option('--all', 'end whatever can still lead to a write')
    .action(async (id: string | undefined, { all }: { readonly all?: true }) => {
      if ((id === undefined) === (all === undefined))
        throw new Stop(EXIT.usage, 'Name what ends, or --all; see: tgmcp grants list');
      await (id === undefined ? revokeAll(context) : grantsRevoke(id, context));
    });
}

/** What `tgmcp grants list` was asked for. */
interface GrantsListOptions {
  readonly all?: true;
  readonly json?: true;
}

/** `tgmcp grants list`: codes not used yet, batches and lanes of every account here. */
async function grantsList(options: GrantsListOptions, context: Context): Promise<void> {
  const { console } = context;
  await withAccounts(context, async (accounts, settings, clock) => {
    const lists = accounts.map(({ store }) =>
      openGrantDesk({ store, clock, settings }).list(options.all === true),
    );
    const grants = (await Promise.all(lists)).flat();
    if (options.json) {
      console.print(JSON.stringify(grants, undefined, 2));
      return;
    }
    for (const grant of grants) console.print(grantLine(grant));
    if (grants.length === 0) console.print('No agent has leave for anything.');
  });
}

/** `tgmcp grants revoke`: ends one at once, used or not; what is in flight ends by itself. */
async function grantsRevoke(id: string, context: Context): Promise<void> {
  await withAccounts(context, async (accounts, settings, clock) => {
    for (const { store } of accounts) {
      const revoked = await openGrantDesk({ store, clock, settings, standing: standingOf(settings) }).revoke(
        id,
      );
      if (!revoked.ok && revoked.refusal.code === 'APPROVAL_UNKNOWN') continue;
      const { state } = must(revoked);
      context.console.print(
        state === 'used'
          ? `${id} was used before: what was sent stays, and nothing more is sent for it.`
          : `Ended ${id}. Nothing more can be sent by it.`,
      );
      return;
    }
    throw new Stop(EXIT.refused, 'Nothing with this id is here: tgmcp grants list --all');
  });
}

/** `tgmcp grants revoke --all`: ends whatever can still lead to a write; one that cannot be ended keeps no other alive. */
async function revokeAll(context: Context): Promise<void> {
  await withAccounts(context, async (accounts, settings, clock) => {
    const left: string[] = [];
    let ended = 0;
    for (const { store } of accounts) {
      const desk = openGrantDesk({ store, clock, settings, standing: standingOf(settings) });
      const before = await desk.list(false);
      for (const { id } of before) await desk.revoke(id);
      const after = (await desk.list(false)).map(({ id }) => id);
      left.push(...after);
      ended += before.filter(({ id }) => !after.includes(id)).length;
    }
    context.console.print(
      ended === 0 ? 'Nothing was ended.' : `Ended ${ended}. Nothing more can be sent by any of them.`,
    );
    if (left.length > 0)
      throw new Stop(
        EXIT.refused,
        `Still there: ${left.join(', ')}. To stop all writing meanwhile: tgmcp stop-writes`,
      );
  });
}

function grantLine({ id, verb, state, account, summary, chat, items, ends_at }: HeldGrant): string {
  const where = chat === undefined ? '' : ` in ${oneLine(chat.title)}`;
  const many = items === undefined ? '' : ` (${items} items)`;
  return `${id}  ${state}  ${verb}: ${oneLine(summary)}${where}${many}; account ${account}; until ${ends_at}`;
}
