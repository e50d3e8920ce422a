/** Reads and writes until the end, or until something stops it; what was written by then is in the journal. */
import type { Clock } from '../clock/clock.js';
import { done, type Outcome, type Refusal } from '../errors/outcome.js';
import type { ExportJournal } from './journal.js';
import type { PartFile } from './part-file.js';
import type { Checkpoint, Position } from './record.js';
import type { ExportPortion, ExportSource } from './sources/source.js';

/** What a kill costs at most: so much is read again. */
const CHECKPOINT_MS = 1_000;

/** How far one call may go. */
export interface ExportHow {
  readonly signal: AbortSignal;
  /** Milliseconds after which it ends, to be gone on with; 0 for no such end. */
  readonly maxMs: number;
  /** Within a takeout session, where the operator allows those: Telegram tells the person, and asks to wait less often. */
  readonly takeout?: boolean;
  /** Told now and then: rows written, rows expected where that is known, and the export's id. */
  readonly progress: (rows: number, expected: number | undefined, id: string) => Promise<void> | void;
}

/** Why a run ended before its export did. */
export type Stopped = Refusal | 'time' | undefined;

/** One run over an export. */
export class ExportRun {
  readonly #ends: number;
  #checked: number;
  #at: Checkpoint;

  constructor(
    private readonly journal: ExportJournal,
    private readonly part: PartFile,
    private readonly source: ExportSource,
    private readonly clock: Clock,
    private readonly how: ExportHow,
  ) {
    const now = clock.monotonic();
    this.#ends = how.maxMs === 0 ? Infinity : now + how.maxMs;
    this.#checked = now;
    this.#at = journal.record.checkpoint;
  }

  /** Why it stopped; undefined when all is written. Refused with EXPORT_BUSY; throws a StateError when a disk does not take it. */
  async go(): Promise<Outcome<Stopped>> {
    const { sections } = this.journal.record;
    if (this.part.bytes === 0) await this.part.write(await this.source.head());
    let stopped: Stopped;
    while (stopped === undefined && this.#at.section < sections.length) {
      const read = await this.#section();
      if (!read.ok) return read;
      stopped = read.value;
    }
    const kept = await this.#check(stopped === undefined);
    return kept.ok ? done(stopped) : kept;
  }

  async #section(): Promise<Outcome<Stopped>> {
    const section = this.journal.record.sections[this.#at.section];
    if (section === undefined) return done(undefined);
    const beyond = new AbortController();
    const signal = AbortSignal.any([this.how.signal, beyond.signal]);
    const ask = (from: Position, behind: number): Promise<Outcome<ExportPortion>> =>
      this.source.fetch(section, from, behind, { lane: 'background', signal });
    let coming = ask(this.#at.position, this.#at.sectionRows);
    try {
      for (;;) {
        const portion = await coming;
        if (!portion.ok) return done(portion.refusal);
        const { next, more, rows } = portion.value;
        const stopped = more ? this.#whyStop() : undefined;
        const behind = this.#at.sectionRows + rows;
        // Asked for now, the next portion comes while this one is written.
        if (more && stopped === undefined) {
          coming = ask(next, behind);
          coming.catch(() => undefined);
        }
        const begins = this.#at.position === null ? this.source.sectionHead(section) : '';
        await this.part.write(begins + (await portion.value.text()));
        this.#at = {
          ...this.#at,
          rows: this.#at.rows + rows,
          ...(more
            ? { position: next, sectionRows: behind }
            : { section: this.#at.section + 1, position: null, sectionRows: 0 }),
        };
        if (!more) return done(undefined);
        if (stopped !== undefined) return done(stopped);
        const kept = await this.#checkNowAndThen();
        if (!kept.ok) return kept;
      }
    } finally {
      // What was asked for ahead is of no use any more.
      beyond.abort();
    }
  }

  #whyStop(): Stopped {
    return this.clock.monotonic() >= this.#ends ? 'time' : undefined;
  }

  async #checkNowAndThen(): Promise<Outcome<void>> {
    if (this.clock.monotonic() - this.#checked < CHECKPOINT_MS) return done(undefined);
    const kept = await this.#check(false);
    await this.how.progress(this.#at.rows, this.#expected(), this.journal.id);
    return kept;
  }

  async #check(complete: boolean): Promise<Outcome<void>> {
    await this.part.sync();
    const at = { ...this.#at, bytes: this.part.bytes, sha256: this.part.sha256 };
    const kept = await this.journal.move(at, complete);
    this.#checked = this.clock.monotonic();
    return kept;
  }

  #expected(): number | undefined {
    let all = 0;
    for (const { expected } of this.journal.record.sections) {
      if (expected === undefined) return undefined;
      all += expected;
    }
    return all;
  }
}
