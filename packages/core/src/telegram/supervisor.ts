/** Keeps one connection: made at the first call, asked after a silence, made anew when it has ended. */
import type { Clock } from '../clock/clock.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { ConnectionLost } from './lost.js';

/** What a supervisor is made from. */
export interface SupervisorOptions extends Omit<ConnectionOptions, 'session'> {
  readonly clock: Clock;
  /** Milliseconds after which an attempt to connect is given up. */
  readonly connectMs: number;
}

/** A connection in use, or one that is being made. */
interface Line {
  readonly session: string;
  readonly connection: Connection;
  readonly opened: Promise<Connection>;
}

/** Keeps at most one living connection, and makes a new one when the old one died. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #line: Line | undefined;
  #closed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.serving?.connection.isOpen === true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the live connection is one of this session. */
  serves(session: string): boolean {
    return this.connected && this.#line?.session === session;
  }

  /** The live connection of a session, one attempt for all who ask. Rejects when `signal` aborts. */
  async connection(session: string, signal: AbortSignal): Promise<Connection> {
    if (this.#line !== undefined && this.#line.session !== session) this.drop();
    const { serving } = this;
    if (serving?.connection.isOpen === true && (await serving.connection.answers(signal))) {
      return serving.connection;
    }
    if (this.#closed) throw new ConnectionLost(false);
    // Somebody else may have begun while this one was asked.
    return raced((this.serving ?? this.#begin(session)).opened, signal);
  }

  /** Ends the connection; the next call makes a new one. */
  drop(error: Error = new ConnectionLost(true)): void {
    this.#line?.connection.end(error);
    this.#line = undefined;
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    this.drop();
  }

  private get serving(): Line | undefined {
    return this.#line?.connection.ended === undefined ? this.#line : undefined;
  }

  #begin(session: string): Line {
    const connection = new Connection({ ...this.#options, session });
    const line = { session, connection, opened: this.#open(connection) };
    // Those who wait for it get the reason, if it does not come to be.
    line.opened.catch(() => undefined);
    this.#line = line;
    return line;
  }

  async #open(connection: Connection): Promise<Connection> {
    const { clock, connectMs } = this.#options;
    const limit = new AbortController();
    const opened = new AbortController();
    clock.sleep(connectMs, opened.signal).then(
      () => limit.abort(),
      // Stopped, because the attempt ended in time.
      () => undefined,
    );
    try {
      await connection.open(limit.signal);
      return connection;
    } finally {
      opened.abort();
    }
  }
}

async function raced<T>(task: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const over = new Promise<never>((_, reject) => {
    const give = (): void => reject(new ConnectionLost(false));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([task, over]);
  } finally {
    settled.abort();
  }
}
