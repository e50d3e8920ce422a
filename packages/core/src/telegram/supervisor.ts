/** Keeps one connection: made at the first call, asked after a silence, made anew when it has ended. */
import type { Clock } from '../clock/clock.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { ConnectionLost } from './lost.js';

export interface SupervisorOptions extends Omit<ConnectionOptions, 'session'> {
  readonly clock: Clock;
  /** Milliseconds after which an attempt to connect is given up. */
  readonly connectMs: number;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  #current: Connection | undefined;
  #session = '';
  #opening: Promise<Connection> | undefined;
  #closed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#current !== undefined && this.#current.ended === undefined;
  }

  /** Whether the live connection is one of this session. */
  serves(session: string): boolean {
    return this.connected && session === this.#session;
  }

  /** The live connection of a session, one attempt for all who ask. Rejects when `signal` aborts. */
  async connection(session: string, signal: AbortSignal): Promise<Connection> {
    if (this.#closed) throw new ConnectionLost(false);
    if (session !== this.#session) this.drop();
    this.#session = session;
    const current = this.#current;
    if (current !== undefined && (await current.answers(signal))) return current;
    this.#opening ??= this.#open(session).finally(() => {
      this.#opening = undefined;
    });
    return raced(this.#opening, signal);
  }

  /** Ends the connection; the next call makes a new one. */
  drop(error: Error = new ConnectionLost(true)): void {
    this.#current?.end(error);
    this.#current = undefined;
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    this.drop();
  }

  async #open(session: string): Promise<Connection> {
    const { clock, connectMs } = this.#options;
    const connection = new Connection({ ...this.#options, session });
    this.#current = connection;
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
