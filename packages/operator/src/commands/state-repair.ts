import { forgetDocument, restorePrevious, sweepLeftovers, systemClock, takeOverState } from '@tgmcp/core';
import { sweepCopies } from '@tgmcp/core/login';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { isHarmless, meaningOf } from '../state/meaning.js';
import { inspectAll } from '../state/roots.js';
import { usableSettings } from '../usable-settings.js';
import { sessionFolders } from './session/places.js';
import { stateCheck } from './state-check.js';

/** What `tgmcp state repair` was asked to do. */
export interface RepairOptions {
  readonly forget: readonly string[];
  readonly previous: readonly string[];
  readonly takeOver?: true;
}

/**
 * `tgmcp state repair`: mends what loses nothing; forgets or takes back a document only where it is named. Nothing is
 * deleted: what is taken out of use is moved below `state/damaged`. Ends as `tgmcp state check` does.
 */
export async function stateRepair(options: RepairOptions, context: Context): Promise<ExitCode> {
  const { console } = context;
  const { settings } = usableSettings(context);
  const state = join(settings.TG_DATA_DIR, 'state');
  for (const folder of sessionFolders(settings)) {
    for (const path of await sweepCopies(folder)) console.print(`Removed ${path}.`);
  }
  if (!existsSync(state)) {
    if (options.forget.length + options.previous.length === 0) return stateCheck(context);
    throw new Stop(EXIT.usage, `There is no state yet in ${state}.`);
  }
  const now = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const aside = (document: string): string =>
    join(state, 'damaged', `${document.replaceAll('/', '-')}-${now}`);

  if (options.takeOver) {
    takeOverState(state, systemClock());
    console.print(`This host uses ${state} from now on.`);
  }
  const damaged = inspectAll(state).flatMap(({ label, folder, report }) =>
    report.faults
      .filter(({ what }) => what === 'damaged')
      .map(({ name }) => ({ document: `${label}/${name}`, folder, name })),
  );
  const find = (asked: string): (typeof damaged)[number] => {
    const found = damaged.find(({ document }) => document === asked);
    // What is whole is needed: forgetting it would let things happen twice.
    if (found === undefined) throw new Stop(EXIT.usage, `${asked} is not damaged; nothing was done to it.`);
    return found;
  };
  const [toForget, toTakeBack] = [options.forget.map(find), options.previous.map(find)];
  for (const { document, folder, name } of toTakeBack) {
    await restorePrevious(folder, name, aside(document));
    console.print(`${document} is back at its newest whole generation; its last change is lost.`);
  }
  const harmless = damaged.filter(({ name }) => isHarmless(name));
  for (const { document, folder, name } of [...toForget, ...harmless]) {
    await forgetDocument(folder, name, aside(document));
    console.print(`${document} begins anew; what was there lies in ${aside(document)}.`);
    if (!isHarmless(name)) console.print(`  ${meaningOf(name)}.`);
  }
  for (const { folder } of inspectAll(state)) {
    // Asked for by a person, it does not wait its ten minutes.
    rmSync(join(folder, 'swept'), { force: true });
    for (const path of await sweepLeftovers(folder)) console.print(`Removed ${path}.`);
  }
  return stateCheck(context);
}
