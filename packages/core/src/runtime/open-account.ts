/**
 * Opens what is kept for the account of a session: its private state folder, pace and connection. The libraries behind
 * them load at their first use, because they would slow every start.
 */
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { preparePrivateFolder } from '../config/data-folder.js';
import type { Project } from '../config/project.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome } from '../errors/outcome.js';
import { pacerSettings } from '../pacing/pacer-settings.js';
import { createPacer } from '../pacing/pacer.js';
import { quotaLimits } from '../pacing/quota-limits.js';
import { createQuotas } from '../pacing/quotas.js';
import { createFileStore } from '../state/file-store.js';
import { sweepLeftovers } from '../state/files/sweep.js';
import { createTelegram } from '../telegram/create-telegram.js';
import type { SessionSource } from '../telegram/session/session-source.js';
import { prepareState } from './prepare-state.js';
import type { AccountServices } from './services.js';

/** An opened account; `close` ends its connection and lets its state go. */
export interface OpenAccount extends AccountServices {
  close(): Promise<void>;
}

/** Opens the account. Refused when its folders are open to others, lie elsewhere or cannot be written. Asks Telegram nothing. */
export async function openAccount(options: {
  readonly program: 'read' | 'actions';
  readonly settings: Settings;
  readonly project: Project;
  readonly clock: Clock;
  readonly accountId: string;
  readonly source: SessionSource;
  readonly warn: (text: string) => void;
}): Promise<Outcome<OpenAccount>> {
  const { program, settings, project, clock, accountId, source, warn } = options;
  const state = await prepareState({ settings, project, clock, warn });
  if (!state.ok) return state;
  const root = join(state.value, accountId);
  const prepared = await preparePrivateFolder(root);
  if (!prepared.ok) return prepared;
  await sweepLeftovers(root);
  const store = createFileStore({ root, clock });
  const pacer = createPacer({ store, clock, settings: pacerSettings(settings) });
  const telegram = createTelegram({
    settings,
    store,
    pacer,
    clock,
    profile: program,
    accountId,
    source,
    warn,
  });
  return done({
    accountId,
    folder: root,
    store,
    pacer,
    quotas: createQuotas({ store, clock, limits: quotaLimits(settings) }),
    telegram,
    settings,
    async close() {
      await telegram.close();
      await store.close();
    },
  });
}
