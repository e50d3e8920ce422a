/** The services of a server process: light at once, the account behind them opened at the first call that needs it. */
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { sessionPath } from '../config/session-path.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { ServiceSource, StartContext } from '../mcp/start.js';
import { readSession } from '../telegram/session/session-file.js';
import { openAccount, type OpenAccount } from './open-account.js';
import type { AccountServices, CoreServices } from './services.js';

/** The services with their end. */
export interface Runtime extends CoreServices {
  close(): Promise<void>;
}

/** Makes the services of a server. Nothing is read, written or connected before the first call of `account`. */
export function createRuntime(
  context: StartContext,
  program: 'read' | 'actions',
  clock: Clock = systemClock(),
): Runtime {
  const { settings, project, log } = context;
  const sessionFile = sessionPath(settings, program);
  let open: OpenAccount | undefined;
  let opening: Promise<Outcome<AccountServices>> | undefined;
  let closed = false;

  async function account(): Promise<Outcome<AccountServices>> {
    if (closed) return refuse('CANCELLED');
    if (settings.TG_API_ID === 0 || settings.TG_API_HASH === '') {
      const reason = 'TG_API_ID and TG_API_HASH are not set';
      return refuse('NOT_AUTHORIZED', { message: `${reason}.`, data: { reason } });
    }
    const session = readSession(sessionFile);
    if (!session.ok) return session;
    if (session.value === undefined) {
      const reason = 'there is no session yet';
      return refuse('NOT_AUTHORIZED', {
        message: `No Telegram session is usable: ${reason}.`,
        data: { reason },
      });
    }
    const accountId = session.value.account.id;
    if (open !== undefined && open.accountId !== accountId) {
      log.warn('the session belongs to another account now');
      const before = open;
      open = undefined;
      await before.close();
    }
    if (open !== undefined) return done(open);
    const opened = await openAccount({
      program,
      settings,
      project,
      clock,
      accountId,
      warn: (text) => log.warn(text),
    });
    if (!opened.ok) return opened;
    open = opened.value;
    return done(open);
  }

  return {
    program,
    settings,
    clock,
    log,
    sessionFile,
    account() {
      opening ??= account().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    async close() {
      closed = true;
      await open?.close();
    },
  };
}

/** The services of a server whose tools need nothing beyond the core. */
export function coreServices(
  program: 'read' | 'actions',
): (context: StartContext) => ServiceSource<CoreServices> {
  return (context) => {
    const runtime = createRuntime(context, program);
    return { open: () => Promise.resolve(done(runtime)), close: () => runtime.close() };
  };
}
