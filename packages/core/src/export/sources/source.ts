import type { Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../../telegram/caller.js';
import type { Section } from '../asked.js';
import type { Position } from '../record.js';

/** What one call brought for the file, and where the list goes on; `more` when it can. */
export interface ExportPortion {
  readonly rows: number;
  readonly next: Position;
  readonly more: boolean;
  /** The rows as they are written. */
  text(): Promise<string>;
}

/** Reads a section in portions, each by one call of Telegram, and writes them in one format. */
export interface ExportSource {
  head(): Promise<string>;
  sectionHead(section: Section): string;
  /** `behind`: how many rows of the section stand in the file. */
  fetch(
    section: Section,
    from: Position,
    behind: number,
    options: CallOptions,
  ): Promise<Outcome<ExportPortion>>;
}
