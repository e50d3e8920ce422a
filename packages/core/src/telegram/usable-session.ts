/** The session of a file as all processes know it: one that Telegram has ended is not tried again, by nobody. */
import type { Clock } from '../clock/clock.js';
import type { Outcome } from '../errors/outcome.js';
import { refuseState } from '../state/refuse-state.js';
import { StateError, type StateStore } from '../state/store.js';
import { endOf, noteEnd } from './session/ended-sessions.js';
import type { SessionFile } from './session/session-content.js';
import type { SessionSource } from './session/session-source.js';

/** Reads the session, and remembers its end. */
export class UsableSession {
  /** The session whose end was looked up. */
  #known: string | undefined;

  constructor(
    private readonly source: SessionSource,
    private readonly store: StateStore,
    private readonly clock: Clock,
    private readonly warn: ((text: string) => void) | undefined,
  ) {}

  /** The session in the file, unless some process has learnt that Telegram ended it. */
  async read(): Promise<Outcome<SessionFile>> {
    const { source } = this;
    const read = await source.current();
    if (!read.ok || this.#known === read.value.session) return read;
    try {
      const ended = await endOf(this.store, read.value.session);
      if (ended !== undefined) source.latch(ended);
    } catch (error) {
      return refuseState(error);
    }
    this.#known = read.value.session;
    return source.current();
  }

  /** Other processes, and later ones, need not try a session that is over. */
  async tellOthers(dead: string, reason: string): Promise<void> {
    try {
      await noteEnd(this.store, dead, reason, this.clock.now());
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.warn?.(`other processes cannot be told that the session has ended: ${error.message}`);
    }
  }
}
