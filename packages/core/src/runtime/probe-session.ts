import type { Clock } from '../clock/clock.js';
import type { Project } from '../config/project.js';
import { sessionPath } from '../config/session-path.js';
import type { Settings } from '../config/settings.js';
import type { Outcome } from '../errors/outcome.js';
import { createRuntimeCopies } from '../telegram/session/runtime-copies.js';
import { createSessionKeys } from '../telegram/session/session-keys.js';
import { SessionSource } from '../telegram/session/session-source.js';
import { createSessionVault } from '../telegram/session/session-vault.js';
import type { Account } from '../telegram/telegram.js';
import { openAccount } from './open-account.js';

/**
 * Asks Telegram once whose the session of a server is: over one connection that can only read, paced like every other,
 * on a copy of the session file, which goes with it. Takes the session from nobody. Refused as the server's calls are.
 */
export async function probeSession(options: {
  /** With the credentials. */
  readonly settings: Settings;
  readonly project: Project;
  readonly clock: Clock;
  readonly profile: 'read' | 'actions';
  readonly warn: (text: string) => void;
}): Promise<Outcome<Account>> {
  const { settings, profile } = options;
  const copying = { ...settings, TG_SESSION_RUNTIME_MODE: 'copy' } as const;
  const copies = createRuntimeCopies(copying, profile);
  const source = new SessionSource({
    file: sessionPath(settings, profile),
    purpose: profile,
    vault: createSessionVault(createSessionKeys(settings)),
    copies,
  });
  try {
    const session = await source.current();
    if (!session.ok) return session;
    const accountId = session.value.account.id;
    const opened = await openAccount({ ...options, program: 'read', accountId, source });
    if (!opened.ok) return opened;
    try {
      return await opened.value.telegram.account();
    } finally {
      await opened.value.close();
    }
  } finally {
    await copies?.release();
  }
}
