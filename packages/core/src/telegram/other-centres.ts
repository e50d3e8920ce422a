/**
 * Connections to data centres where files lie that the account's own does not have (core.telegram.org/api/datacenter). Each
 * has a key of its own, to which the login is carried over; what is sent there are parts of files and nothing else.
 */
import type { Api } from 'telegram';
import type { Clock } from '../clock/clock.js';
import { done, type Outcome } from '../errors/outcome.js';
import type { Connection } from './connection.js';
import type { Grant } from './guard/gate.js';
import { telegram } from './library.js';
import { Supervisor, type SupervisorOptions } from './supervisor.js';

/** How a login is carried over; sent for that only, never for a tool. */
const CARRY_METHODS: ReadonlySet<string> = new Set(['auth.exportAuthorization', 'auth.importAuthorization']);

/** Lets them pass, in the one place where a login is carried over. */
export const CARRY: Grant = { methods: CARRY_METHODS, open: true };

/** What one paced request needs besides itself. */
export interface How {
  readonly grant?: Grant | undefined;
  /** Another data centre to which it goes. */
  readonly at?: OtherCentre | undefined;
  /** It makes the connection good by itself; hears that it was answered. */
  readonly check?: (connection: Connection) => void;
}

type Paced = <R extends Api.AnyRequest>(request: R, how: How) => Promise<Outcome<R['__response']>>;

const FILE_METHODS: ReadonlySet<string> = new Set(['upload.getFile', 'invokeWithTakeout']);
const IDLE_MS = 60_000;

/** Another data centre: keeps at most one connection. */
export interface OtherCentre {
  readonly dc: number;
  readonly supervisor: Supervisor;
}

interface Kept extends OtherCentre {
  carrying: Promise<Outcome<void>> | undefined;
  idle: AbortController;
}

/** The other data centres of one session. */
export class OtherCentres {
  readonly #options: SupervisorOptions;
  readonly #clock: Clock;
  #session: string | undefined;
  readonly #all = new Map<number, Kept>();

  constructor(options: SupervisorOptions) {
    const list = new Set([...options.list].filter((name) => FILE_METHODS.has(name)));
    this.#options = { ...options, list };
    this.#clock = options.clock;
  }

  /** One of them; `home` is the live connection of the session, which knows where it is. */
  at(dc: number, session: string, home: () => Promise<Connection>): OtherCentre {
    if (this.#session !== session) this.drop();
    this.#session = session;
    let found = this.#all.get(dc);
    if (found === undefined) {
      const address = async (): Promise<string> => (await home()).addressOf(dc);
      const supervisor = new Supervisor({ ...this.#options, centre: { dc, address } });
      found = { dc, supervisor, carrying: undefined, idle: new AbortController() };
      this.#all.set(dc, found);
    }
    this.#leaveLater(found);
    return found;
  }

  /** Carries the login over, once for all who wait for it. `paced` sends one request as all are sent. */
  carried({ dc }: OtherCentre, paced: Paced): Promise<Outcome<void>> {
    const kept = this.#all.get(dc);
    if (kept === undefined) return Promise.resolve(done(undefined));
    kept.carrying ??= carry(kept, paced).finally(() => {
      kept.carrying = undefined;
    });
    return kept.carrying;
  }

  /** Ends all connections. */
  drop(): void {
    for (const { supervisor, idle } of this.#all.values()) {
      idle.abort();
      supervisor.close();
    }
    this.#all.clear();
  }

  /** Nobody is served by a connection that stays open for hours after a download. */
  #leaveLater(kept: Kept): void {
    kept.idle.abort();
    kept.idle = new AbortController();
    this.#clock.sleep(IDLE_MS, kept.idle.signal).then(
      () => kept.supervisor.drop(),
      // Used again, or ended.
      () => undefined,
    );
  }
}

/** Makes the login good at another data centre. */
async function carry(at: OtherCentre, paced: Paced): Promise<Outcome<void>> {
  const { Api } = telegram();
  const exported = await paced(new Api.auth.ExportAuthorization({ dcId: at.dc }), { grant: CARRY });
  if (!exported.ok) return exported;
  const { id, bytes } = exported.value;
  const imported = await paced(new Api.auth.ImportAuthorization({ id, bytes }), {
    grant: CARRY,
    at,
    check: (connection) => {
      connection.verified = true;
    },
  });
  return imported.ok ? done(undefined) : imported;
}
