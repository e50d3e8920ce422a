/** The services of a server process: light at once, the account behind them opened at the first call that needs it. */
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { sessionPath } from '../config/session-path.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { RuntimeContext } from '../mcp/start.js';
import { withCredentials } from '../secrets/credentials.js';
import { createRuntimeCopies } from '../telegram/session/runtime-copies.js';
import { createSessionKeys } from '../telegram/session/session-keys.js';
import { sessionFileOf, sessionNames } from '../telegram/session/session-names.js';
import { SessionSource } from '../telegram/session/session-source.js';
import { createSessionVault } from '../telegram/session/session-vault.js';
import type { Account } from '../telegram/telegram.js';
import type { OpenAccount } from './open-account.js';
import type { AccountServices, CoreServices } from './services.js';

/** The services with their end. */
export interface Runtime extends CoreServices {
  close(): Promise<void>;
}

/** A session file in use, and the account that was opened for it. */
interface Seat {
  readonly file: string;
  readonly source: SessionSource;
  open?: OpenAccount;
}

/** Copies of ended processes are swept once the start is over. */
const SWEEP_AFTER_MS = 1000;

/** Makes the services of a server. Nothing is read, written or connected before the first call of `account`. */
export function createRuntime(
  context: RuntimeContext,
  program: 'read' | 'actions',
  clock: Clock = systemClock(),
): Runtime {
  const { settings, project, log } = context;
  const vault = createSessionVault(createSessionKeys(settings));
  const copies = createRuntimeCopies(settings, program);
  const sweeping = setTimeout(() => void copies?.sweep(), SWEEP_AFTER_MS);
  sweeping.unref();
  const warn = (text: string): void => log.warn(text);
  let seat = seatAt(sessionPath(settings, program));
  let opening: Promise<Outcome<AccountServices>> | undefined;
  let closed = false;

  function seatAt(file: string): Seat {
    return { file, source: new SessionSource({ file, purpose: program, vault, copies }) };
  }

  /** Opens the account of a seat, or goes on with it. */
  async function accountAt(at: Seat): Promise<Outcome<OpenAccount>> {
    if (closed) return refuse('CANCELLED');
    const complete = await withCredentials(settings);
    if (!complete.ok) return complete;
    const session = await at.source.current();
    // A session that Telegram has ended still says whose it was; its account says the rest.
    if (!session.ok && at.open !== undefined) return done(at.open);
    if (!session.ok) return session;
    const accountId = session.value.account.id;
    if (at.open !== undefined && at.open.accountId !== accountId) {
      log.warn('the session belongs to another account now');
      const before = at.open;
      delete at.open;
      await before.close();
    }
    if (at.open !== undefined) return done(at.open);
    // All that reaches the account loads now: a server that only answers `initialize` needs none of it.
    const { openAccount } = await import('./open-account.js');
    const opened = await openAccount({
      program,
      settings: complete.value,
      project,
      clock,
      accountId,
      source: at.source,
      warn,
    });
    if (opened.ok) at.open = opened.value;
    return opened;
  }

  /** Opens the new session beside the present one, and leaves that only when Telegram has taken the new one. */
  async function useSession(name: string): Promise<Outcome<Account>> {
    if (!settings.TG_ALLOW_SESSION_SWITCH) return refuse('SESSION_SWITCH_OFF');
    const sessions = await sessionNames(settings.TG_SESSIONS_DIR);
    const file = sessionFileOf(settings.TG_SESSIONS_DIR, name);
    if (file === undefined || !sessions.includes(name))
      return refuse('SESSION_NAME_INVALID', { data: { name: name.slice(0, 64), sessions } });
    const next = file === seat.file ? seat : seatAt(file);
    const opened = await accountAt(next);
    const account = opened.ok ? await opened.value.telegram.account() : opened;
    if (next === seat) return account;
    if (!account.ok || closed) {
      await next.open?.close();
      return account.ok ? refuse('CANCELLED') : account;
    }
    const before = seat;
    seat = next;
    await before.open?.close();
    return account;
  }

  return {
    program,
    settings,
    clock,
    log,
    get sessionFile() {
      return seat.file;
    },
    async account(need = 'session') {
      opening ??= accountAt(seat).finally(() => {
        opening = undefined;
      });
      const opened = await opening;
      if (!opened.ok || need === 'state') return opened;
      const held = await opened.value.telegram.hold();
      return held.ok ? opened : held;
    },
    useSession,
    async close() {
      closed = true;
      clearTimeout(sweeping);
      await seat.open?.close();
      await copies?.release();
    },
  };
}
